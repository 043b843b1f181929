package icy.server.mixtape;

import icy.server.cover.CoverSource;
import icy.server.cover.Covers;
import icy.server.cover.Picture;
import icy.server.cover.ShareCard;
import icy.server.document.QrPicture;
import icy.server.http.Body;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.WorkerPool;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /qr/{slug}.png} and {@code /qr/{slug}/download}: the address of a mixtape's page as a QR code, and as a card with its
 * title and cover to be printed.
 *
 * <p>Thread: a worker for files.
 */
final class QrPages {
    private static final int LEAST_PIXELS = 100;

    private final ShareDoor door;
    private final MixtapeCovers mixtapeCovers;
    private final Covers covers;
    private final PublicAddress address;
    private final WorkerPool painters;
    private final MixtapeAnswers answers;

    QrPages(
            ShareDoor door,
            MixtapeCovers mixtapeCovers,
            Covers covers,
            PublicAddress address,
            WorkerPool painters,
            MixtapeAnswers answers) {
        this.door = door;
        this.mixtapeCovers = mixtapeCovers;
        this.covers = covers;
        this.address = address;
        this.painters = painters;
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/qr/{slug}.png", MixtapeAnswers.readingFiles(this::code))
                .get("/qr/{slug}/download", MixtapeAnswers.readingFilesLater(this::card));
    }

    private Response code(Request request) {
        Mixtape mixtape = door.open(request, request.variable("slug"));
        int pixels = pixels(request, 400, 800);
        return picture(mixtape, new QrPicture(pageUrl(request, mixtape)).png(pixels), "inline", "");
    }

    private CompletableFuture<Response> card(Request request) {
        Mixtape mixtape = door.open(request, request.variable("slug"));
        int pixels = pixels(request, 800, 1200);
        byte[] code = new QrPicture(pageUrl(request, mixtape)).png(pixels);
        CompletableFuture<byte[]> card = cover(mixtape).thenCompose(cover -> drawn(mixtape, code, cover, pixels));
        return answers.when(card, png -> picture(mixtape, png, "attachment", "-qr"));
    }

    /** A card is useful without it, too. */
    private CompletableFuture<Optional<Picture>> cover(Mixtape mixtape) {
        Optional<CoverSource> source = mixtapeCovers.of(mixtape);
        return source.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : covers.picture(source.get(), ShareCard.COVER_PIXELS)
                        .thenApply(Optional::of)
                        .exceptionally(failure -> Optional.empty());
    }

    private CompletableFuture<byte[]> drawn(Mixtape mixtape, byte[] code, Optional<Picture> cover, int pixels) {
        CompletableFuture<byte[]> drawn = new CompletableFuture<>();
        ShareCard card =
                new ShareCard(mixtape.title(), code, cover.map(Picture::bytes).orElse(null));
        boolean room = painters.tryExecute(() -> draw(card, pixels, drawn));
        if (!room) {
            drawn.completeExceptionally(new HttpError(503, "Too many pictures are being made. Try again in a moment."));
        }
        return drawn;
    }

    /** Thread: a painter. */
    private static void draw(ShareCard card, int pixels, CompletableFuture<byte[]> drawn) {
        try {
            drawn.complete(card.png(pixels));
        } catch (RuntimeException | Error e) { // memory, or a JDK without what draws: whoever waits is to hear of it
            drawn.completeExceptionally(e);
        }
    }

    private static Response picture(Mixtape mixtape, byte[] png, String disposition, String suffix) {
        return Response.of(200, "image/png", new Body.Bytes(ByteBuffer.wrap(png)))
                .with("Cache-Control", mixtape.isPublic() ? "public, max-age=3600" : "private, max-age=3600")
                .with("Content-Disposition", "%s; filename=\"%s%s.png\"".formatted(disposition, mixtape.slug(), suffix))
                .with("X-Content-Type-Options", "nosniff");
    }

    private String pageUrl(Request request, Mixtape mixtape) {
        return address.base(request) + "/share/" + mixtape.slug() + door.query(request, mixtape);
    }

    /** More than there can be is taken for the most there can be. */
    private static int pixels(Request request, int usual, int most) {
        String size = request.query("size").orElse(Integer.toString(usual));
        int pixels = size.matches("\\d{1,9}") ? Integer.parseInt(size) : 0;
        if (pixels < LEAST_PIXELS) {
            throw new HttpError(400, "size is a number of pixels from %d to %d.".formatted(LEAST_PIXELS, most));
        }
        return Math.min(pixels, most);
    }
}
