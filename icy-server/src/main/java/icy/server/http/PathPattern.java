package icy.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern of paths. A segment is literal or has one variable with literal text around it; {@code {x...}} in the last
 * segment stands for all the rest, slashes too.
 *
 * <pre>
 * /api/mounts/{mount...}     /{mount...}.m3u     /stream/{sid}     /;{anything...}
 * </pre>
 *
 * A slash at the end makes no difference. A variable is at least one letter long, unless text stands before it in its
 * segment: {@code /;{anything...}} matches {@code /;}.
 *
 * <p>Thread: any.
 */
final class PathPattern {
    private static final String REST = "...";

    private final List<Segment> segments = new ArrayList<>();

    PathPattern(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern begins with a slash: " + pattern);
        }
        for (String text : segmentsOf(pattern)) {
            if (!segments.isEmpty() && segments.get(segments.size() - 1).rest) {
                throw new IllegalArgumentException("{x...} must come last: " + pattern);
            }
            segments.add(Segment.parse(text));
        }
    }

    /** A path as its segments, to be matched with many patterns. */
    static String[] segmentsOf(String path) {
        String bare = path.substring(1, path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length());
        return bare.isEmpty() ? new String[0] : bare.split("/");
    }

    /** Whether it fits paths of any first segment. */
    boolean isForAnything() {
        return !segments.isEmpty()
                && segments.get(0).prefix.isEmpty()
                && !segments.get(0).variable.isEmpty();
    }

    /** The first segment of all paths it fits, if it fits only paths of one. */
    Optional<String> literalBeginning() {
        return segments.isEmpty() || !segments.get(0).variable.isEmpty()
                ? Optional.empty()
                : Optional.of(segments.get(0).prefix);
    }

    /** Whether a path with this first segment may be one that it fits. */
    boolean mayBeginWith(String first) {
        if (segments.isEmpty()) {
            return false;
        }
        Segment begin = segments.get(0);
        return begin.variable.isEmpty() ? begin.prefix.equals(first) : first.startsWith(begin.prefix);
    }

    /** The variables if {@code path} matches. */
    Optional<Map<String, String>> match(String[] path) {
        boolean endsWithRest = !segments.isEmpty() && segments.get(segments.size() - 1).rest;
        if (endsWithRest ? path.length < segments.size() : path.length != segments.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < segments.size(); i++) { // most patterns are out here, before anything is made
            if (!segments.get(i).mayMatch(path[i], path[path.length - 1])) {
                return Optional.empty();
            }
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            String text = segment.rest ? String.join("/", Arrays.asList(path).subList(i, path.length)) : path[i];
            if (!segment.matches(text, variables)) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** {@code prefix{variable}suffix}; a literal is all prefix. */
    private record Segment(String prefix, String variable, String suffix, boolean rest) {
        static Segment parse(String text) {
            int open = text.indexOf('{');
            int close = text.indexOf('}');
            if (open < 0 && close < 0) {
                return new Segment(text, "", "", false);
            }
            if (open < 0 || close < open + 2 || text.indexOf('{', open + 1) >= 0) {
                throw new IllegalArgumentException("a segment has one {variable} at most: " + text);
            }
            String name = text.substring(open + 1, close);
            boolean rest = name.endsWith(REST);
            String variable = rest ? name.substring(0, name.length() - REST.length()) : name;
            return new Segment(text.substring(0, open), variable, text.substring(close + 1), rest);
        }

        /** Whether it is worth a closer look, given the segment in its place and the path's last. */
        boolean mayMatch(String here, String last) {
            if (variable.isEmpty()) {
                return here.equals(prefix);
            }
            return here.startsWith(prefix) && (rest ? last : here).endsWith(suffix);
        }

        boolean matches(String text, Map<String, String> variables) {
            if (variable.isEmpty()) {
                return text.equals(prefix);
            }
            int shortest = prefix.length() + suffix.length() + (prefix.isEmpty() ? 1 : 0);
            if (text.length() < shortest || !text.startsWith(prefix) || !text.endsWith(suffix)) {
                return false;
            }
            variables.put(variable, text.substring(prefix.length(), text.length() - suffix.length()));
            return true;
        }
    }
}
