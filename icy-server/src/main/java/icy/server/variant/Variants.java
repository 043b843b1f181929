package icy.server.variant;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantFormat;
import icy.server.config.VariantsConfig;
import icy.server.encode.Ffmpeg;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The variants of all mounts.
 *
 * <p>Thread: any.
 */
public final class Variants implements AutoCloseable {
    /** So much of a variant may be made for those who come first: the samples of it are kept. */
    static final Duration MOST_HEAD_START = Duration.ofSeconds(25);

    /** For encoders that begin, and for those that follow one that failed. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    /** Each has an encoder of its own, and anybody may ask for one. */
    private static final int MOST_DERIVED = 8;

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Variants.class);

    private final Mounts mounts;
    private final FfmpegHere ffmpeg;
    private final Map<Mount, MountDecoding> decodings = new HashMap<>();
    private final List<Variant> variants = new ArrayList<>();

    /** @param ffmpeg looks for the encoder; asked when one is needed for the first time, on a thread that may wait */
    public Variants(Mounts mounts, Supplier<Optional<Ffmpeg>> ffmpeg) {
        this.mounts = mounts;
        this.ffmpeg = new FfmpegHere(ffmpeg);
    }

    /** Offers what this config names, on its mounts, and nothing else any more. */
    public synchronized void follow(ServerConfig config) {
        for (Iterator<Variant> each = variants.iterator(); each.hasNext(); ) {
            Variant variant = each.next();
            if (!stays(variant, config)) {
                each.remove();
                end(variant);
            }
        }
        decodings.keySet().retainAll(mounts.all());
        if (config.mounts().stream()
                .anyMatch(mount -> !mount.variants().ladder().isEmpty())) {
            ffmpeg.findAhead();
        }
        for (MountConfig mount : config.mounts()) {
            mounts.named(mount.name()).ifPresent(parent -> follow(parent, mount));
        }
    }

    private void follow(Mount parent, MountConfig config) {
        List<Variant> known =
                variants.stream().filter(variant -> variant.parent() == parent).toList();
        known.forEach(variant -> follow(variant, config));
        for (VariantFormat format : config.variants().ladder()) {
            Shape shape = Shape.of(format);
            if (known.stream().noneMatch(variant -> variant.shape().equals(shape))) {
                try {
                    begin(parent, config, shape);
                } catch (IllegalArgumentException e) {
                    log.warn("mount {}: has no variant {}: {}", parent.name(), format, e.getMessage());
                }
            }
        }
    }

    /** One that stays, named or derived, is subject to what its parent is subject to now. */
    private static void follow(Variant variant, MountConfig parents) {
        Mount mount = variant.mount();
        MountConfig its = itsConfig(parents, mount.name(), variant.shape());
        mount.home().execute(() -> {
            mount.config(its);
            variant.config(itsTerms(parents, variant.shape()));
        });
    }

    private static MountConfig itsConfig(MountConfig parents, String name, Shape shape) {
        MountConfig its = parents.ofVariant(name);
        return shape.isPlain() ? its : its.withListeners(its.listeners().asHidden());
    }

    private static VariantsConfig itsTerms(MountConfig parents, Shape shape) {
        return shape.isPlain() ? parents.variants() : parents.variants().withAlways(false);
    }

    private Variant begin(Mount parent, MountConfig parents, Shape shape) {
        MountConfig its = itsConfig(parents, nameOf(parent, shape), shape);
        VariantsConfig config = itsTerms(parents, shape);
        MountDecoding decoding = decodings.computeIfAbsent(parent, of -> new MountDecoding(of, ffmpeg, samples(of)));
        AtomicReference<@Nullable Variant> made = new AtomicReference<>();
        Mount mount = mounts.add(its, own -> {
            Variant first = new Variant(parent, own, shape, config, decoding, ffmpeg, this::passed);
            made.set(first);
            return first;
        });
        Variant variant = Objects.requireNonNull(made.get());
        variants.add(variant);
        mount.home().execute(variant::start);
        return variant;
    }

    /**
     * What a request means that names a mount: that one, or the variant of it that is asked for by {@code ?format=} and
     * {@code ?bitrate=}; one of another gain or channels is made for it.
     *
     * @throws HttpError when there is none such
     */
    public Optional<Mount> chosen(Request request, Optional<Mount> named) {
        VariantChoice choice = VariantChoice.of(request).orElse(null);
        Mount found = named.orElse(null);
        if (choice == null || found == null) {
            return named;
        }
        Mount parent = mounts.named(found.variantOf()).orElse(found);
        VariantChoice.Offer offer =
                choice.nearest(parent.snapshot(), parent.config().variants().ladder());
        if (!choice.isPlain() && mayBeMade(parent, request)) {
            return Optional.of(derived(parent, choice.shape(offer)));
        }
        VariantFormat variant = offer.variant();
        return variant == null ? Optional.of(parent) : mounts.named(MountConfig.variantName(parent.name(), variant));
    }

    /**
     * Not for those who have not logged in yet: the mount itself says who may listen. Nor for those who ask for the head
     * of an answer, which is the same without another gain or channel.
     */
    private static boolean mayBeMade(Mount parent, Request request) {
        if (parent.config().variants().ladder().isEmpty()) {
            throw new HttpError(406, parent.name() + " has no variants, so its gain and channels are what they are.");
        }
        boolean isAllowed = parent.config().listeners().passwords() == null
                || request.user().isPresent();
        return isAllowed && !request.isHead();
    }

    /** The mount of that variant of another gain or channels, made if need be. */
    synchronized Mount derived(Mount parent, Shape shape) {
        Optional<Mount> known = mounts.named(nameOf(parent, shape));
        if (known.isPresent()) {
            return known.get();
        }
        if (!mounts.all().contains(parent)) {
            throw new HttpError(404, "There is no mount " + parent.name() + " any more.");
        }
        if (variants.stream().filter(variant -> !variant.shape().isPlain()).count() >= MOST_DERIVED) {
            throw new HttpError(
                    503,
                    "There are %d variants of other gain or channels already. Take one without, or try again later."
                            .formatted(MOST_DERIVED));
        }
        return begin(parent, parent.config(), shape).mount();
    }

    private static String nameOf(Mount parent, Shape shape) {
        return parent.name() + "/" + shape.label();
    }

    private synchronized void passed(Variant variant) {
        variants.remove(variant);
        mounts.remove(variant.mount());
    }

    /** Those of another gain or channels stay as long as their mount has variants. */
    private boolean stays(Variant variant, ServerConfig config) {
        Shape shape = variant.shape();
        return mounts.all().contains(variant.parent())
                && config.mounts().stream()
                        .filter(mount -> mount.name().equals(variant.parent().name()))
                        .map(mount -> mount.variants().ladder())
                        .anyMatch(ladder -> shape.isPlain() ? ladder.contains(shape.format()) : !ladder.isEmpty());
    }

    private void end(Variant variant) {
        mounts.remove(variant.mount());
        variant.mount().home().execute(variant::close);
    }

    private static Duration samples(Mount of) {
        Duration retained = of.config().delivery().retain();
        return (retained.compareTo(MOST_HEAD_START) > 0 ? MOST_HEAD_START : retained).plus(SPARE);
    }

    /** No variant any more; who listens gets what is there. Before the loops are closed. */
    @Override
    public void close() {
        List<Variant> all;
        synchronized (this) {
            all = List.copyOf(variants);
            variants.clear();
        }
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        for (Variant variant : all) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            closed.add(gone);
            variant.mount().home().execute(() -> {
                variant.close();
                gone.complete(null);
            });
        }
        try {
            CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new))
                    .get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            for (Variant variant : all) {
                variant.awaitRest(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("not all variants have ended in time", e);
        }
    }
}
