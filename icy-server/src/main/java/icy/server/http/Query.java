package icy.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters after the question mark, decoded leniently: a broken escape stands for itself, because programs that
 * send song titles escape what they think of. Values stay bytes until somebody says their encoding.
 *
 * <p>Thread: any.
 */
final class Query {
    static final Query NONE = new Query(List.of());

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    static Query parse(byte[] bytes, int from, int to, EnumSet<Leniency> used) {
        List<Parameter> parameters = new ArrayList<>();
        int start = from;
        while (start <= to) {
            int end = indexOf(bytes, '&', start, to);
            if (end > start) {
                int equals = indexOf(bytes, '=', start, end);
                byte[] name = decode(bytes, start, equals, used);
                byte[] value = decode(bytes, Math.min(equals + 1, end), end, used);
                parameters.add(new Parameter(WireText.decode(name, 0, name.length), value));
            }
            start = end + 1;
        }
        return parameters.isEmpty() ? NONE : new Query(parameters);
    }

    /** The bytes of the first parameter called {@code name}, or null. The caller must not change them. */
    byte @Nullable [] first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter.value;
            }
        }
        return null;
    }

    private static byte[] decode(byte[] bytes, int from, int to, EnumSet<Leniency> used) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte next = bytes[i];
            int escaped = next == '%' ? Target.escaped(bytes, i, to) : -1;
            if (escaped >= 0) {
                decoded[length++] = (byte) escaped;
                i += 2;
            } else {
                if (next == '%') {
                    used.add(Leniency.BROKEN_PERCENT_IN_QUERY);
                }
                decoded[length++] = next == '+' ? (byte) ' ' : next; // as in HTML forms
            }
        }
        return length == decoded.length ? decoded : Arrays.copyOf(decoded, length);
    }

    /** Where {@code wanted} is, or {@code to}. */
    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    private static final class Parameter {
        private final String name;
        private final byte[] value;

        private Parameter(String name, byte[] value) {
            this.name = name;
            this.value = value;
        }
    }
}
