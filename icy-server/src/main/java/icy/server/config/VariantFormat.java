package icy.server.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A format in which a mount can be had besides its own: {@code mp3-128}, {@code opus-96}, {@code flac}.
 *
 * <p>Thread: any.
 *
 * @param kbps bitrate in kbit/s; 0 for those that lose nothing
 */
public record VariantFormat(Kind kind, int kbps) {
    /** What a variant may be. */
    public enum Kind {
        /** The bitrates that MPEG-1 Layer III has: at others the encoder would take the next. */
        MP3(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
        AAC(32, 320),
        OPUS(16, 320),
        FLAC,
        WAV;

        private final int[] kbps;

        Kind(int... kbps) {
            this.kbps = kbps;
        }

        /** As it is written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a bitrate belongs to it. */
        public boolean isLossy() {
            return kbps.length > 0;
        }

        /** The kind of that name. */
        public static Optional<Kind> named(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.label().equalsIgnoreCase(name))
                    .findFirst();
        }

        /** All names, for sentences. */
        public static String names() {
            return Stream.of(values()).map(Kind::label).collect(Collectors.joining(", "));
        }

        /** The bitrate it has that is nearest to {@code wanted}; 0 if it has none. */
        public int nearest(int wanted) {
            if (!isLossy()) {
                return 0;
            }
            if (this != MP3) {
                return Math.max(kbps[0], Math.min(kbps[1], wanted));
            }
            return Arrays.stream(kbps)
                    .boxed()
                    .min(Comparator.comparingInt(each -> Math.abs(each - wanted)))
                    .orElseThrow();
        }

        private boolean has(int wanted) {
            return this == MP3
                    ? Arrays.binarySearch(kbps, wanted) >= 0
                    : isLossy() ? wanted >= kbps[0] && wanted <= kbps[1] : wanted == 0;
        }

        private String rule() {
            return this == MP3
                    ? "MP3 has the bitrates "
                            + Arrays.stream(kbps).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                    : isLossy()
                            ? "write %s-%d to %s-%d".formatted(label(), kbps[0], label(), kbps[1])
                            : "%s has no bitrate; write %s".formatted(label(), label());
        }
    }

    public VariantFormat {
        if (!kind.has(kbps)) {
            throw new IllegalArgumentException(kind.rule());
        }
    }

    /**
     * Reads {@code mp3-128} or {@code flac}.
     *
     * @throws IllegalArgumentException with a sentence that says what to write
     */
    public static VariantFormat parse(String text) {
        String[] parts = text.split("-", 2);
        Kind kind = Kind.named(parts[0])
                .orElseThrow(() -> new IllegalArgumentException(
                        "no format; write one of %s with its bitrate, like mp3-128 or flac".formatted(Kind.names())));
        if (parts.length == 1) {
            return new VariantFormat(kind, 0);
        }
        if (!parts[1].matches("\\d{1,4}")) {
            throw new IllegalArgumentException(kind.rule());
        }
        return new VariantFormat(kind, Integer.parseInt(parts[1]));
    }

    /** As it is written, and the last part of its URL. */
    @Override
    public String toString() {
        return kind.isLossy() ? kind.label() + "-" + kbps : kind.label();
    }
}
