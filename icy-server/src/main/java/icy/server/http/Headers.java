package icy.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order they were given. Names are found in any case and written as they are; players that compare
 * {@code icy-*} names by their letters rely on it. Unmodifiable.
 *
 * <p>Thread: any.
 */
public final class Headers {
    public static final Headers NONE = new Headers(List.of());

    /** Name, value, name, value… */
    private final List<String> fields;

    private Headers(List<String> fields) {
        this.fields = fields;
    }

    /** {@code Headers.of("Content-Type", "text/plain", "Retry-After", "5")}. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs, not " + namesAndValues.length);
        }
        return namesAndValues.length == 0 ? NONE : new Headers(List.of(namesAndValues));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The first value of {@code name}. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(find(name));
    }

    /** Every value of {@code name}, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                values.add(value(i));
            }
        }
        return values;
    }

    public boolean contains(String name) {
        return find(name) != null;
    }

    /** Whether a comma-separated list under {@code name} has {@code token}, in any case, parameters aside. */
    public boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",")) {
                int semicolon = part.indexOf(';');
                String bare = semicolon < 0 ? part : part.substring(0, semicolon);
                if (bare.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** These fields with one more at the end. */
    public Headers with(String name, String value) {
        return builder().addAll(this).add(name, value).build();
    }

    public int size() {
        return fields.size() / 2;
    }

    public String name(int index) {
        return fields.get(2 * index);
    }

    public String value(int index) {
        return fields.get(2 * index + 1);
    }

    private @Nullable String find(String name) {
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                return value(i);
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(name(i)).append(": ").append(value(i)).append('\n');
        }
        return text.toString();
    }

    /**
     * Collects fields.
     *
     * <p>Thread: its maker's.
     */
    public static final class Builder {
        private final List<String> fields = new ArrayList<>(16);

        private Builder() {}

        public Builder add(String name, String value) {
            fields.add(name);
            fields.add(value);
            return this;
        }

        public Builder addAll(Headers headers) {
            fields.addAll(headers.fields);
            return this;
        }

        public int size() {
            return fields.size() / 2;
        }

        public Headers build() {
            return fields.isEmpty() ? NONE : new Headers(List.copyOf(fields));
        }
    }
}
