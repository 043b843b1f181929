package icy.server.cover;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.Body;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes covers small and gives them out. Each picture and size is made once, however many ask for it at a time: who asks
 * first reads it, for whoever decodes must not wait for a disk; where enough wait to be decoded, the answer is 503.
 *
 * <p>Thread: a worker for files; answers come from others.
 */
public final class Covers {
    private static final long MOST_CACHE_BYTES = 128L << 20;
    private static final int MOST_VERDICTS = 5_000;
    private static final int NAME_DIGITS = 40;
    private static final Logger log = LoggerFactory.getLogger(Covers.class);

    private final CoverCache cache;
    private final Decoding decoding;
    private final Map<String, CompletableFuture<Picture>> underWay = new ConcurrentHashMap<>();

    /** Whether what was found is a picture; of those that were asked for last. */
    private final Map<String, Boolean> verdicts = Collections.synchronizedMap(new Verdicts());

    /**
     * @param folder where made pictures are kept
     * @param painters make them, one at a time
     */
    public Covers(Path folder, WorkerPool painters) {
        this.cache = new CoverCache(folder, MOST_CACHE_BYTES);
        this.decoding = new Decoding(painters);
    }

    private static final class Verdicts extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1;

        Verdicts() {
            super(64, 0.75f, /* accessOrder= */ true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_VERDICTS;
        }
    }

    /** Whether there is a picture that can be shown. */
    public boolean isFit(CoverSource source) {
        Boolean known = verdicts.get(source.key());
        if (known != null) {
            return known;
        }
        try {
            boolean fit = isPicture(source);
            verdicts.put(source.key(), fit);
            return fit;
        } catch (IOException e) { // of a disk that fails perhaps, so it may be another the next time
            log.debug("{}: no cover: {}", source.name(), e.getMessage());
            return false;
        } catch (LinkageError | InternalError e) { // a JDK without what draws: pages do without covers
            log.debug("{}: no cover", source.name(), e);
            return false;
        }
    }

    /**
     * Answers with that cover in the size that is asked for, or that it has not changed.
     *
     * @param cacheControl who may keep it how long
     */
    CompletableFuture<Response> answer(Request request, CoverSource source, String cacheControl) {
        int pixels = CoverSize.of(request);
        String name = name(source, pixels);
        String tag = '"' + name + '"';
        Headers headers = Headers.of("ETag", tag, "Cache-Control", cacheControl);
        if (isKnown(request, tag) && verdicts.getOrDefault(source.key(), false)) {
            return CompletableFuture.completedFuture(new Response(304, headers, Body.empty()));
        }
        return picture(source, pixels).thenApply(picture -> answer(picture, headers));
    }

    /** That cover, so many pixels wide or high at most. Its future fails with an {@link HttpError}. */
    public CompletableFuture<Picture> picture(CoverSource source, int pixels) {
        String name = name(source, pixels);
        Optional<byte[]> kept = cache.find(name);
        if (kept.isPresent()) {
            verdicts.put(source.key(), true);
            return CompletableFuture.completedFuture(Picture.of(kept.get()));
        }
        if (Boolean.FALSE.equals(verdicts.get(source.key()))) {
            return CompletableFuture.failedFuture(none(source, "no picture that can be shown"));
        }
        CompletableFuture<Picture> mine = new CompletableFuture<>();
        CompletableFuture<Picture> other = underWay.putIfAbsent(name, mine);
        if (other != null) {
            return other;
        }
        mine.whenComplete((picture, failure) -> underWay.remove(name));
        fetch(source, mine, found -> paint(source, found, pixels, name, mine));
        return mine;
    }

    /** Reads it here, and hands it on. */
    private void fetch(CoverSource source, CompletableFuture<Picture> done, Consumer<byte[]> painting) {
        attempt(source, done, () -> {
            byte[] found = source.reading().bytes().orElseThrow(() -> new UnfitPicture("it has none"));
            if (!decoding.tryExecute(found.length, () -> painting.accept(found))) {
                throw busy();
            }
        });
    }

    /**
     * A picture that was sent, as it is kept: not too large, and without whatever else was in the file. Its future fails with
     * an {@link HttpError}.
     */
    public CompletableFuture<byte[]> tidied(byte[] sent) {
        CompletableFuture<byte[]> tidied = new CompletableFuture<>();
        boolean room = decoding.tryExecute(sent.length, () -> tidy(sent, tidied));
        if (!room) {
            tidied.completeExceptionally(busy());
        }
        return tidied;
    }

    /** Thread: a painter. */
    private void paint(CoverSource source, byte[] found, int pixels, String name, CompletableFuture<Picture> done) {
        attempt(source, done, () -> {
            Picture picture = new PictureReader().small(found, pixels);
            cache.keep(name, picture.bytes());
            verdicts.put(source.key(), true);
            done.complete(picture);
        });
    }

    private interface Step {
        void take() throws IOException;
    }

    /** Whoever waits hears why a step failed; that it is no picture is remembered, but not what a disk has done. */
    private void attempt(CoverSource source, CompletableFuture<Picture> done, Step step) {
        try {
            step.take();
        } catch (HttpError e) {
            done.completeExceptionally(e);
        } catch (UnfitPicture e) {
            verdicts.put(source.key(), false);
            done.completeExceptionally(none(source, e.reason()));
        } catch (IOException e) {
            done.completeExceptionally(none(source, String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) { // memory, or a JDK without what draws
            log.warn("{}: no cover could be made of it", source.name(), e);
            done.completeExceptionally(new HttpError(500, "No picture can be made here: the server's log says why."));
        }
    }

    /** Thread: a painter. */
    private static void tidy(byte[] sent, CompletableFuture<byte[]> done) {
        try {
            done.complete(new PictureReader().opaque(sent, CoverSize.MOST).bytes());
        } catch (UnfitPicture e) {
            done.completeExceptionally(new HttpError(422, "That cannot be a cover: %s.".formatted(e.reason())));
        } catch (IOException | RuntimeException | Error e) {
            log.warn("no cover could be made of a picture that was sent", e);
            done.completeExceptionally(new HttpError(500, "No picture can be made here: the server's log says why."));
        }
    }

    private static boolean isPicture(CoverSource source) throws IOException {
        Optional<byte[]> found = source.reading().bytes();
        if (found.isEmpty()) {
            return false;
        }
        try {
            new PictureReader().inspect(found.get());
            return true;
        } catch (UnfitPicture e) {
            log.debug("{}: no cover: {}", source.name(), e.reason());
            return false;
        }
    }

    private static Response answer(Picture picture, Headers headers) {
        Headers all = Headers.builder()
                .addAll(headers)
                .add("Content-Type", picture.contentType())
                .add("X-Content-Type-Options", "nosniff")
                .build();
        return new Response(200, all, new Body.Bytes(ByteBuffer.wrap(picture.bytes())));
    }

    private static boolean isKnown(Request request, String tag) {
        return request.header("If-None-Match").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private static HttpError none(CoverSource source, String reason) {
        return new HttpError(404, "There is no cover of \"%s\" to be shown: %s.".formatted(source.name(), reason));
    }

    private static HttpError busy() {
        return new HttpError(503, "Too many pictures are being made. Try again in a moment.");
    }

    private static String name(CoverSource source, int pixels) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((source.key() + "\n" + pixels).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, NAME_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
