package icy.core.playlist;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * XSPF, read by a scanner that knows tags, text, CDATA, comments and the predefined and numeric entities, and nothing
 * else of XML: no DTD is looked at, so no entity can be defined and nothing outside can be fetched.
 *
 * <p>Thread: any.
 */
final class Xspf {

    private static final int MAX_TAG_CHARS = 1024;
    private static final int MAX_ENTITY_CHARS = 10; // #x10FFFF; and room
    private static final int MILLIS_PER_SECOND = 1000;

    private final String text;
    private final EntryCollector found = new EntryCollector();
    private final StringBuilder content = new StringBuilder();
    private boolean inTrack;
    private String location = "";
    private String title = "";
    private String annotation = "";
    private String info = "";
    private int lengthSeconds = Playlist.UNKNOWN_LENGTH;

    private Xspf(String text) {
        this.text = text;
    }

    static Playlist parse(String text) {
        return new Xspf(text).scan();
    }

    private Playlist scan() {
        int at = 0;
        while (at < text.length() && !found.full()) {
            if (text.startsWith("<!--", at)) {
                at = after("-->", at + 4);
            } else if (text.startsWith("<![CDATA[", at)) {
                int end = after("]]>", at + 9);
                content.append(text, at + 9, Math.max(at + 9, end - 3));
                at = end;
            } else if (text.charAt(at) == '<') {
                int end = after(">", at + 1);
                tag(text.substring(at + 1, Math.min(Math.max(at + 1, end - 1), at + 1 + MAX_TAG_CHARS)));
                at = end;
            } else if (text.charAt(at) == '&') {
                at = entity(at);
            } else {
                content.append(text.charAt(at++));
            }
        }
        return found.playlist();
    }

    /** The index after the next {@code mark}; what is never closed reaches to the end. */
    private int after(String mark, int from) {
        int index = text.indexOf(mark, from);
        return index < 0 ? text.length() : index + mark.length();
    }

    private void tag(String tag) {
        boolean closing = tag.startsWith("/");
        String name = localName(closing ? tag.substring(1) : tag);
        String value = content.toString();
        content.setLength(0);
        if (name.equals("track")) {
            if (closing && inTrack) {
                found.add(location, title, lengthSeconds, annotation, info);
            }
            beginTrack(!closing);
        } else if (closing && inTrack) {
            switch (name) {
                case "location" -> location = location.isEmpty() ? value : location; // the first is the preferred one
                case "title" -> title = value;
                case "annotation" -> annotation = value;
                case "info" -> info = value;
                case "duration" -> lengthSeconds = wholeSeconds(value.strip());
                default -> {
                    // creator, album, image…: nothing we keep
                }
            }
        }
    }

    private void beginTrack(boolean begins) {
        inTrack = begins;
        location = "";
        title = "";
        annotation = "";
        info = "";
        lengthSeconds = Playlist.UNKNOWN_LENGTH;
    }

    /** {@code xspf:track foo="bar"} is a track. */
    private static String localName(String tag) {
        int end = 0;
        while (end < tag.length() && !Character.isWhitespace(tag.charAt(end)) && tag.charAt(end) != '/') {
            end++;
        }
        String name = tag.substring(0, end).toLowerCase(Locale.ROOT);
        return name.substring(name.indexOf(':') + 1);
    }

    private static int wholeSeconds(String millis) {
        // Divided as text: a duration over 24 days of milliseconds is beyond an int, its seconds are not.
        if (millis.isEmpty() || millis.length() > 13 || !millis.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Playlist.UNKNOWN_LENGTH;
        }
        return (int) Math.min(Long.parseLong(millis) / MILLIS_PER_SECOND, Integer.MAX_VALUE);
    }

    /** Appends what the entity at {@code at} stands for and returns the index after it; an unknown one is text. */
    private int entity(int at) {
        String longest = text.substring(at + 1, Math.min(text.length(), at + 1 + MAX_ENTITY_CHARS));
        int semicolon = longest.indexOf(';');
        String meant = semicolon < 0 ? null : meaning(longest.substring(0, semicolon));
        if (meant == null) {
            content.append('&');
            return at + 1;
        }
        content.append(meant);
        return at + 1 + semicolon + 1;
    }

    private static @Nullable String meaning(String entity) {
        return switch (entity) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> entity.startsWith("#") ? numbered(entity.substring(1)) : null;
        };
    }

    private static @Nullable String numbered(String number) {
        boolean hex = number.startsWith("x") || number.startsWith("X");
        try {
            int codePoint = Integer.parseInt(hex ? number.substring(1) : number, hex ? 16 : 10);
            return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : null;
        } catch (NumberFormatException e) {
            return null; // then it is text that happens to begin like an entity
        }
    }

    static String write(Playlist playlist) {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <playlist xmlns="http://xspf.org/ns/0/" version="1">
                  <title/>
                  <creator/>
                """);
        if (playlist.entries().isEmpty()) {
            return xml.append("  <trackList/>\n</playlist>\n").toString();
        }
        xml.append("  <trackList>\n");
        for (Playlist.Entry entry : playlist.entries()) {
            xml.append("    <track>\n");
            element(xml, "location", entry.location());
            element(xml, "title", entry.title());
            if (entry.lengthSeconds() != Playlist.UNKNOWN_LENGTH) {
                element(xml, "duration", Long.toString((long) entry.lengthSeconds() * MILLIS_PER_SECOND));
            }
            if (!entry.annotation().isEmpty()) {
                element(xml, "annotation", entry.annotation());
            }
            if (!entry.info().isEmpty()) {
                element(xml, "info", entry.info());
            }
            xml.append("    </track>\n");
        }
        return xml.append("  </trackList>\n</playlist>\n").toString();
    }

    private static void element(StringBuilder xml, String name, String value) {
        xml.append("      <").append(name);
        if (value.isEmpty()) {
            xml.append("/>\n");
            return;
        }
        xml.append('>');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;"); // "]]>" may not stand in text
                default -> xml.append(c);
            }
        }
        xml.append("</").append(name).append(">\n");
    }
}
