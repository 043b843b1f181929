package icy.server.config;

import java.nio.file.Path;

/**
 * One public stream.
 *
 * <p>Thread: any.
 *
 * @param name the mount's path in URLs, such as {@code /stream} (the default) or {@code /jazz/high}; see
 *     {@link MountName} for what cannot be one
 * @param info how the mount introduces itself
 * @param playout what it plays of itself
 * @param sources who may be live on it
 * @param relay which streams of other servers it passes on
 * @param handover what is on the air when a source falls silent or goes
 * @param delivery how its audio gets to its listeners
 * @param listeners who may listen
 * @param variants in which other formats it can be had
 */
public record MountConfig(
        String name,
        StationInfo info,
        PlayoutConfig playout,
        SourcesConfig sources,
        RelayConfig relay,
        HandoverConfig handover,
        DeliveryConfig delivery,
        ListenersConfig listeners,
        VariantsConfig variants) {

    public static final String DEFAULT_NAME = "/stream";

    public MountConfig {
        MountName.require(name);
        for (VariantFormat format : variants.ladder()) {
            MountName.require(variantName(name, format));
        }
    }

    /** What the variant of a mount in that format is called. */
    public static String variantName(String mount, VariantFormat format) {
        return mount + "/" + format;
    }

    /** All defaults, playing {@code paths} (none: the test programme). */
    public static MountConfig of(String name, Path... paths) {
        return new MountConfig(
                name,
                StationInfo.DEFAULT,
                PlayoutConfig.of(paths),
                SourcesConfig.DEFAULT,
                RelayConfig.NONE,
                HandoverConfig.DEFAULT,
                DeliveryConfig.DEFAULT,
                ListenersConfig.DEFAULT,
                VariantsConfig.NONE);
    }

    /** One that is there because of a source or relay that names it: all defaults, and off the air without it. */
    public static MountConfig onTheFly(String name) {
        return of(name).withHandover(HandoverConfig.DEFAULT.withIdle(Idle.OFF));
    }

    public MountConfig withInfo(StationInfo other) {
        return new MountConfig(name, other, playout, sources, relay, handover, delivery, listeners, variants);
    }

    public MountConfig withPlayout(PlayoutConfig other) {
        return new MountConfig(name, info, other, sources, relay, handover, delivery, listeners, variants);
    }

    public MountConfig withSources(SourcesConfig other) {
        return new MountConfig(name, info, playout, other, relay, handover, delivery, listeners, variants);
    }

    public MountConfig withRelay(RelayConfig other) {
        return new MountConfig(name, info, playout, sources, other, handover, delivery, listeners, variants);
    }

    public MountConfig withHandover(HandoverConfig other) {
        return new MountConfig(name, info, playout, sources, relay, other, delivery, listeners, variants);
    }

    public MountConfig withDelivery(DeliveryConfig other) {
        return new MountConfig(name, info, playout, sources, relay, handover, other, listeners, variants);
    }

    public MountConfig withListeners(ListenersConfig other) {
        return new MountConfig(name, info, playout, sources, relay, handover, delivery, other, variants);
    }

    public MountConfig withVariants(VariantsConfig other) {
        return new MountConfig(name, info, playout, sources, relay, handover, delivery, listeners, other);
    }

    /** What a mount is that has nothing but what is made of this one's stream. */
    public MountConfig ofVariant(String itsName) {
        return new MountConfig(
                itsName,
                info,
                PlayoutConfig.of(),
                sources,
                RelayConfig.NONE,
                HandoverConfig.DEFAULT.withIdle(Idle.OFF),
                delivery,
                listeners,
                VariantsConfig.NONE);
    }
}
