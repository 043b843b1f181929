package icy.server.http;

import java.util.List;

/**
 * What tells one state of a document from all others (RFC 9110 8.8.3).
 *
 * <p>Thread: any.
 *
 * @param opaque between the quotes
 * @param weak whether two states that differ by some bytes may share it
 */
public record EntityTag(String opaque, boolean weak) {
    public EntityTag {
        if (opaque.chars().anyMatch(letter -> letter <= ' ' || letter == '"' || letter == 0x7F)) {
            throw new IllegalArgumentException("an entity tag has neither quotes nor spaces: " + opaque);
        }
    }

    public static EntityTag strong(String opaque) {
        return new EntityTag(opaque, /* weak= */ false);
    }

    public static EntityTag weak(String opaque) {
        return new EntityTag(opaque, /* weak= */ true);
    }

    /** The tag that is written so in a field. */
    public static EntityTag parse(String written) {
        boolean weak = written.startsWith("W/");
        String quoted = weak ? written.substring(2) : written;
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            throw new IllegalArgumentException("no entity tag: " + written);
        }
        return new EntityTag(quoted.substring(1, quoted.length() - 1), weak);
    }

    /** Whether one of these fields, each a list of tags or {@code *}, names this one. */
    boolean isAmong(List<String> fields, boolean weakly) {
        return fields.stream().anyMatch(field -> isAmong(field, weakly));
    }

    /**
     * Whether a list names this tag. A comma may stand within quotes, so the list is not split at commas.
     *
     * @param weakly whether weak tags match, too (RFC 9110 8.8.3.2)
     */
    private boolean isAmong(String field, boolean weakly) {
        if (field.strip().equals("*")) {
            return true;
        }
        int at = 0;
        while (true) {
            int open = field.indexOf('"', at);
            int close = open < 0 ? -1 : field.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            boolean otherIsWeak = open >= 2 && field.startsWith("W/", open - 2);
            // Nobody was given this tag as a strong one if it is weak: VLC takes the mark off before it seeks.
            boolean comparable = weakly || !otherIsWeak;
            if (comparable && close - open - 1 == opaque.length() && field.startsWith(opaque, open + 1)) {
                return true;
            }
            at = close + 1;
        }
    }

    /** As it is written in a field. */
    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}
