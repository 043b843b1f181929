package icy.server.queue;

import icy.server.api.Json;
import icy.server.document.QrPicture;
import icy.server.http.Body;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.nio.ByteBuffer;

/**
 * {@code /api/streams/{name}/qr.svg}, {@code qr.png} and {@code yoto.json}: the address of a queue's listen file for
 * whatever is not this browser: a phone, paper, a card for a Yoto player.
 *
 * <p>Thread: a worker.
 */
final class CardApi {
    private static final int USUAL_PIXELS = 400;
    private static final int LEAST_PIXELS = 100;
    private static final int MOST_PIXELS = 1200;

    private final Queues queues;
    private final PublicAddress address;

    /** @param address where the server is found from outside */
    CardApi(Queues queues, PublicAddress address) {
        this.queues = queues;
        this.address = address;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/{name}/qr.svg", QueueAnswers.reading(this::svg))
                .get("/api/streams/{name}/qr.png", QueueAnswers.reading(this::png))
                .get("/api/streams/{name}/yoto.json", QueueAnswers.reading(this::yoto));
    }

    private Response svg(Request request) {
        return picture("image/svg+xml", Body.utf8(new QrPicture(streamUrl(request)).svg()));
    }

    private Response png(Request request) {
        byte[] png = new QrPicture(streamUrl(request)).png(pixels(request));
        return picture("image/png", new Body.Bytes(ByteBuffer.wrap(png)));
    }

    private Response yoto(Request request) {
        YotoCard card = YotoCard.of(request.variable("name"), streamUrl(request));
        return Json.response(YotoCard.class, card)
                .with("Content-Disposition", "attachment; filename=\"yoto-card.json\"");
    }

    private static Response picture(String contentType, Body body) {
        return Response.of(200, contentType, body)
                .with("Cache-Control", "no-cache") // another name of the server makes another picture
                .with("X-Content-Type-Options", "nosniff");
    }

    private String streamUrl(Request request) {
        String name = request.variable("name");
        queues.book().requireQueue(name);
        return address.base(request) + PublicAddress.encodePath("/api/streams/" + name + "/stream.mp3");
    }

    private static int pixels(Request request) {
        String size = request.query("size").orElse(Integer.toString(USUAL_PIXELS));
        int pixels = size.matches("\\d{1,5}") ? Integer.parseInt(size) : 0;
        if (pixels < LEAST_PIXELS || pixels > MOST_PIXELS) {
            throw new HttpError(400, "size is a number of pixels from %d to %d.".formatted(LEAST_PIXELS, MOST_PIXELS));
        }
        return pixels;
    }
}
