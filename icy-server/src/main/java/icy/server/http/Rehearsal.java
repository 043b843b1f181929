package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Reads, routes and answers a player's request some hundred times, for nobody. A JVM interprets what it has not run two
 * hundred times, about twenty times slower than it runs it later; a crowd that comes to a server just started would wait
 * for that (60 ms were measured with 2,500 joins a second on two processors; 7 ms after a rehearsal).
 *
 * <p>It takes a quarter of a second of one processor, in small pieces, after the first listener can be served.
 *
 * <p>Thread: a worker.
 */
final class Rehearsal {
    private static final int TIMES = 400; // twice what the JVM waits for
    private static final int TIMES_AT_ONCE = 10;
    private static final long PAUSE_MILLIS = 10;

    private final Routes routes;
    private final HttpLimits limits;
    private final HeadWriter headWriter;
    private final ByteBuffer request;

    Rehearsal(Routes routes, HttpLimits limits, HeadWriter headWriter) {
        this.routes = routes;
        this.limits = limits;
        this.headWriter = headWriter;
        byte[] bytes = """
                GET /rehearsal HTTP/1.1\r
                User-Agent: Lavf/59.27.100\r
                Accept: */*\r
                Range: bytes=0-\r
                Connection: close\r
                Host: localhost:8000\r
                Icy-MetaData: 1\r
                \r
                """.getBytes(US_ASCII);
        this.request = ByteBuffer.allocateDirect(bytes.length).put(bytes); // direct, as the loops' buffers are
    }

    /** Runs all of it, with pauses. */
    void run() throws InterruptedException {
        int written = 0;
        for (int done = 0; done < TIMES; done += TIMES_AT_ONCE) {
            for (int i = 0; i < TIMES_AT_ONCE; i++) {
                written += once();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        if (written == 0) {
            throw new IllegalStateException("no head was written");
        }
    }

    private int once() {
        RequestParser parser = new RequestParser(limits);
        parser.parse(request.rewind());
        RequestHead head = parser.head();
        Routes.Match match = routes.find(head.method(), head.target().path());
        Headers.Builder answer =
                Headers.builder().add("Date", headWriter.date()).addAll(Cors.READING);
        head.headers().first("Icy-MetaData").ifPresent(value -> answer.add("icy-metaint", value));
        match.variables().forEach(answer::add);
        return HeadWriter.encode("HTTP/1.0", 200, answer.build()).length;
    }
}
