package icy.server.api;

import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import java.util.function.LongSupplier;

/**
 * {@code /api/clock?t0=}: the server's wall clock, for players that line up {@code X-Stream-Time} with each other. From
 * its own times before and after, a client reckons how far its clock is off, as NTP does.
 *
 * <p>On the loop and without the JSON library, because a wait in a queue would be taken for a way of the network.
 *
 * <p>Thread: any.
 */
public final class ClockApi {
    private final LongSupplier wallMillis;

    /** @param wallMillis milliseconds since 1970 */
    public ClockApi(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    /** Gives {@code t0} back as it was sent, so that a client may have several questions under way. */
    public Response now(Request request) {
        long receivedMillis = wallMillis.getAsLong();
        String t0 = request.query("t0").map(ClockApi::number).orElse("null");
        return Response.json("{\"t0\":%s,\"received_ms\":%d,\"sent_ms\":%d}"
                        .formatted(t0, receivedMillis, wallMillis.getAsLong()))
                .with("Cache-Control", "no-store");
    }

    /** Such numbers are JSON as they stand, the fractions of {@code performance.now()} too. */
    private static String number(String text) {
        if (!text.matches("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?")) {
            throw new HttpError(400, "t0 is a number: the time at which you send this, in milliseconds.");
        }
        return text;
    }
}
