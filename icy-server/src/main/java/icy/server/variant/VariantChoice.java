package icy.server.variant;

import icy.server.config.VariantFormat;
import icy.server.config.VariantFormat.Kind;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.mount.MountSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for by {@code ?format=}, {@code ?bitrate=}, {@code ?gain=} and {@code ?channel=}: words and numbers
 * of closed lists.
 *
 * <p>Thread: any.
 *
 * @param kind null: any
 * @param kbps null: the best there is
 */
record VariantChoice(@Nullable Kind kind, @Nullable Integer kbps, int gainDb, Shape.Channel channel) {

    /** A stream that there is, in the ladder or the mount itself. */
    record Offer(@Nullable VariantFormat variant, Kind kind, int kbps) {
        private String text() {
            return variant == null ? kind.label() + " of " + kbps + " kbit/s (the mount itself)" : variant.toString();
        }
    }

    /** Empty when it asks for none of these. */
    static Optional<VariantChoice> of(Request request) {
        Optional<String> format = request.query("format");
        Optional<String> bitrate = request.query("bitrate");
        Optional<String> gain = request.query("gain");
        Optional<String> channel = request.query("channel");
        if (format.isEmpty() && bitrate.isEmpty() && gain.isEmpty() && channel.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VariantChoice(
                format.map(VariantChoice::kind).orElse(null),
                bitrate.map(VariantChoice::bitrate).orElse(null),
                gain.map(VariantChoice::gain).orElse(0),
                channel.map(VariantChoice::channel).orElse(Shape.Channel.ALL)));
    }

    private static Kind kind(String text) {
        return Kind.named(text)
                .orElseThrow(() ->
                        new HttpError(400, "format=" + text + " is none of " + Kind.names() + ": write one of them."));
    }

    private static int bitrate(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new HttpError(400, "bitrate=" + text + " is not a bitrate in kbit/s: write 64, 128 or 320.");
        }
        return Integer.parseInt(text);
    }

    private static int gain(String text) {
        int gain = text.matches("[+-]?[0-9]{1,2}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
        if (gain < Shape.LEAST_GAIN || gain > Shape.MOST_GAIN) {
            throw new HttpError(
                    400,
                    "gain=%s is not a number of decibels from %d to %d."
                            .formatted(text, Shape.LEAST_GAIN, Shape.MOST_GAIN));
        }
        return gain;
    }

    private static Shape.Channel channel(String text) {
        return Shape.Channel.named(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new HttpError(
                        400, "channel=" + text + " is none of " + Shape.Channel.names() + ": write one of them."));
    }

    /** Whether it is the sound as the mount sends it. */
    boolean isPlain() {
        return gainDb == 0 && channel == Shape.Channel.ALL;
    }

    /**
     * The nearest that there is.
     *
     * @throws HttpError 406 when none is of that format
     */
    Offer nearest(MountSnapshot mount, List<VariantFormat> ladder) {
        List<Offer> offers = new ArrayList<>();
        offers.add(itself(mount));
        ladder.forEach(variant -> offers.add(new Offer(variant, variant.kind(), variant.kbps())));
        List<Offer> suitable = offers.stream()
                .filter(offer -> kind == null || offer.kind() == kind)
                .toList();
        if (suitable.isEmpty()) {
            throw new HttpError(
                    406,
                    "%s cannot be had as %s; it can be had as %s."
                            .formatted(
                                    mount.name(),
                                    kind == null ? "that" : kind.label(),
                                    offers.stream().map(Offer::text).collect(Collectors.joining(", "))));
        }
        Integer wanted = kbps;
        return wanted == null ? kind == null ? suitable.get(0) : best(suitable) : nearest(suitable, wanted);
    }

    private static Offer best(List<Offer> offers) {
        return offers.stream().max(Comparator.comparingInt(Offer::kbps)).orElseThrow();
    }

    /** Of two as near, the one that asks less of the link. Those without a bitrate are for those who name them. */
    private static Offer nearest(List<Offer> offers, int kbps) {
        return offers.stream()
                .min(Comparator.comparingInt(
                                (Offer offer) -> offer.kbps() == 0 ? Integer.MAX_VALUE : Math.abs(offer.kbps() - kbps))
                        .thenComparingInt(Offer::kbps))
                .orElseThrow();
    }

    /** What the mount sends of itself; while it is off the air, what mounts send mostly. */
    private static Offer itself(MountSnapshot mount) {
        int kbps = mount.format().bitrateKbps();
        MountSnapshot.Source source = mount.source();
        String inside = source == null ? "" : source.subtype().toLowerCase(Locale.ROOT);
        Kind kind = switch (mount.format().contentType()) {
            case "audio/aac", "audio/aacp" -> Kind.AAC;
            case "application/ogg", "audio/ogg" -> inside.equals("flac") ? Kind.FLAC : Kind.OPUS;
            default -> Kind.MP3;
        };
        return new Offer(null, kind, kbps);
    }

    /** As which variant that offer is made, when it cannot be taken as it is. */
    Shape shape(Offer offer) {
        VariantFormat variant = offer.variant();
        return new Shape(variant == null ? alike(offer) : variant, gainDb, channel);
    }

    /** The nearest that an encoder can make to what the mount sends. */
    private static VariantFormat alike(Offer offer) {
        return new VariantFormat(offer.kind(), offer.kind().nearest(offer.kbps()));
    }
}
