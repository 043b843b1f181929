package icy.server.web;

import icy.server.http.PublicAddress;
import icy.server.mount.MountSnapshot;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The page people get who open the station in a browser: what plays, a player, and the links for other players. It is
 * complete when it arrives and works without its script, which adds titles that change by themselves and a player that
 * comes back when the connection drops.
 *
 * <p>All its links are relative, so it works behind a proxy that puts it into a folder.
 *
 * <p>Thread: any.
 */
final class ListenerPage {
    /** A number and its unit stay on one line. */
    private static final String NO_BREAK_SPACE = "\u00A0";

    private final PageTemplate page;
    private final PageTemplate mountLink;

    /**
     * @param page the document
     * @param mountLink the part of it that stands for one mount
     */
    ListenerPage(String page, String mountLink) {
        this.page = new PageTemplate(page);
        this.mountLink = new PageTemplate(mountLink);
    }

    /**
     * The document.
     *
     * @param mounts those to choose from
     * @param shown the one in the player
     * @param base what absolute URLs begin with
     */
    String render(List<MountSnapshot> mounts, MountSnapshot shown, String base) {
        StringBuilder links = new StringBuilder();
        for (MountSnapshot mount : mounts) {
            links.append(mountLink
                    .fill(gaps(mount, mount.name().equals(shown.name()), base))
                    .html());
        }
        Map<String, Object> gaps = gaps(shown, true, base);
        gaps.put("mounts", new PageTemplate.Markup(links.toString()));
        gaps.put("single", new PageTemplate.Markup(mounts.size() <= 1 ? " hidden" : ""));
        return page.fill(gaps).html();
    }

    private static Map<String, Object> gaps(MountSnapshot mount, boolean current, String base) {
        String encoded = PublicAddress.encodePath(mount.name());
        int listeners = mount.audience().listeners();
        Map<String, Object> gaps = new HashMap<>();
        gaps.put("mount", mount.name());
        gaps.put("path", encoded.substring(1));
        // A plus means a space in a query, an ampersand its end.
        gaps.put("query", encoded.replace("+", "%2B").replace("&", "%26"));
        gaps.put("address", base + encoded);
        gaps.put("current", new PageTemplate.Markup(current ? " aria-current=\"true\"" : ""));
        gaps.put(
                "station",
                mount.info().name().isEmpty() ? mount.name() : mount.info().name());
        gaps.put("description", mount.info().description());
        gaps.put("title", mount.title().text());
        gaps.put("facts", facts(mount));
        gaps.put("count", listeners);
        gaps.put("listeners", listeners + (listeners == 1 ? " listener" : " listeners"));
        gaps.put("state", mount.onAir() ? "stopped" : "off-air");
        gaps.put("status", mount.onAir() ? "Ready to play" : "Off the air");
        return gaps;
    }

    /** {@code Rock · MP3 · 128 kbit/s · 44.1 kHz · stereo}, without what is unknown. */
    private static String facts(MountSnapshot mount) {
        MountSnapshot.Format format = mount.format();
        StringBuilder facts = new StringBuilder();
        join(facts, mount.info().genre());
        join(
                facts,
                switch (format.contentType()) {
                    case "audio/mpeg" -> "MP3";
                    case "audio/aac", "audio/aacp" -> "AAC";
                    case "audio/ogg", "application/ogg" -> "Ogg";
                    default -> format.contentType();
                });
        join(facts, format.bitrateKbps() > 0 ? format.bitrateKbps() + NO_BREAK_SPACE + "kbit/s" : "");
        join(facts, format.sampleRate() > 0 ? kilohertz(format.sampleRate()) : "");
        join(
                facts,
                switch (format.channels()) {
                    case 1 -> "mono";
                    case 2 -> "stereo";
                    default -> "";
                });
        return facts.toString();
    }

    private static String kilohertz(int hertz) {
        // 44100 is 44.1, 48000 is 48, 11025 is 11.025.
        return BigDecimal.valueOf(hertz, 3).stripTrailingZeros().toPlainString() + NO_BREAK_SPACE + "kHz";
    }

    private static void join(StringBuilder facts, String fact) {
        if (!fact.isEmpty()) {
            facts.append(facts.isEmpty() ? "" : NO_BREAK_SPACE + "· ").append(fact);
        }
    }
}
