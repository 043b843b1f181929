package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import icy.bench.server.OnAir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What strangers send. Each attack says what was wrong with how the server took it; an empty list is a clean 4xx or a
 * close, every time.
 *
 * <p>Thread: one.
 */
final class Attacks {
    private static final long SEED = 7;
    private static final double HEADER_TIMEOUT_SECONDS = 15; // the default
    private static final double PATIENCE_SECONDS = 5;
    private static final int IDLE_CONNECTIONS = 5_000;
    private static final int PIPELINED = 100;
    private static final int FLOOD_KILOBYTES = 64 * 1024; // more than all socket buffers on the way hold

    private final OnAir server;
    private final List<String> complaints = new ArrayList<>();
    private int connections;

    Attacks(OnAir server) {
        this.server = server;
    }

    /** All of them, one after the other. */
    void run() throws IOException, InterruptedException {
        garbage();
        halfRequests();
        byteByByte();
        oversizedHeads();
        badHeads();
        traversal();
        lyingLengths();
        pipelining();
        idleConnections();
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Connections made. */
    int connections() {
        return connections;
    }

    private void garbage() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40_000)];
            random.nextBytes(bytes);
            try (Exchange exchange = exchange()) {
                exchange.send(bytes);
                exchange.send("\r\n\r\n");
                expectRefusal("garbage", exchange);
            }
        }
    }

    private void halfRequests() throws IOException {
        String half = "GET /stream HTTP/1.1\r\nHost: a\r\nUser-Ag";
        List<Exchange> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Exchange exchange = exchange();
                halves.add(exchange);
                exchange.send(half.substring(0, 1 + i % half.length()));
            }
            for (Exchange exchange : halves) {
                exchange.readToEnd(HEADER_TIMEOUT_SECONDS + PATIENCE_SECONDS);
                if (!exchange.closed() || exchange.status() == 200) {
                    complain("half a request", exchange);
                }
            }
        } finally {
            closeAll(halves);
        }
    }

    private void byteByByte() throws IOException, InterruptedException {
        try (Exchange exchange = exchange()) {
            for (byte one : "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1)) {
                exchange.send(new byte[] {one});
                TimeUnit.MILLISECONDS.sleep(20);
            }
            exchange.readToEnd(PATIENCE_SECONDS);
            if (exchange.status() != 200) {
                complain("a request byte by byte", exchange);
            }
        }
    }

    private void oversizedHeads() throws IOException {
        refused("a header of 64 kB", "GET /stream HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(65_536) + "\r\n\r\n");
        refused("a path of 64 kB", "GET /" + "y".repeat(65_536) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        refused("ten thousand headers", "GET /stream HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(10_000) + "\r\n");
    }

    private void badHeads() throws IOException {
        refused("NUL in a header", "GET /stream HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n");
        refused("NUL in the path", "GET /str\0eam HTTP/1.1\r\nHost: a\r\n\r\n");
        refused("%00 in the path", "GET /str%00eam HTTP/1.1\r\nHost: a\r\n\r\n");
        refused("a bad escape", "GET /str%zzeam HTTP/1.1\r\nHost: a\r\n\r\n");
        refused("no method", " /stream HTTP/1.1\r\nHost: a\r\n\r\n");
        refused("HTTP/9.9", "GET /stream HTTP/9.9\r\nHost: a\r\n\r\n");
        refused("a header without a colon", "GET /stream HTTP/1.1\r\nHost a\r\n\r\n");
        refused("a TLS handshake", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
    }

    private void traversal() throws IOException {
        for (String path : List.of(
                "/..%2f..%2f..%2fetc/passwd",
                "/../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/stream/..%2f..%2fetc/passwd",
                "/..%5c..%5cetc%5cpasswd",
                "/%c0%ae%c0%ae/etc/passwd")) {
            refused(path, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }
    }

    private void lyingLengths() throws IOException {
        for (String length : List.of(
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 0x10",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: gibberish")) {
            refused(
                    length.replace("\r\n", ", "),
                    "POST /api/clock HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + length + "\r\n\r\nhello");
        }
        for (String range : List.of("bytes=-1", "bytes=5-2", "bytes=99999999999999999999-", "bytes=a-b")) {
            try (Exchange exchange = exchange()) { // a live stream has no ranges: a listener all the same
                exchange.send("GET /stream HTTP/1.1\r\nHost: a\r\nRange: " + range + "\r\n\r\n");
                exchange.readToEnd(0.3);
                if (exchange.status() / 100 != 2 && exchange.status() / 100 != 4) {
                    complain("Range: " + range, exchange);
                }
            }
        }
    }

    private void pipelining() throws IOException, InterruptedException {
        try (Exchange exchange = exchange()) {
            exchange.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".repeat(PIPELINED - 1)
                    + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            exchange.readToEnd(PATIENCE_SECONDS);
            int answers = exchange.text().split("HTTP/1\\.1 200", -1).length - 1;
            if (answers != PIPELINED) {
                complain(PIPELINED + " requests at once, " + answers + " answers", exchange);
            }
        }
        try (Exchange exchange = exchange()) { // and one who asks without end and never reads
            String thousand = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000);
            int kilobytes = 0;
            while (kilobytes < FLOOD_KILOBYTES && exchange.sendWhatFits(thousand) > 0) {
                kilobytes += thousand.length() / 1024;
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (kilobytes >= FLOOD_KILOBYTES) {
                complaints.add("requests are taken in without end from one who reads no answer");
            }
        }
    }

    private void idleConnections() throws IOException {
        List<Exchange> idle = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_CONNECTIONS; i++) {
                idle.add(exchange());
            }
            long askedNanos = System.nanoTime();
            try (StreamClient newcomer = StreamClient.join(server.port(), server.mount())) {
                if (newcomer.body().read() < 0 || System.nanoTime() - askedNanos > TimeUnit.SECONDS.toNanos(1)) {
                    complaints.add("a newcomer among " + IDLE_CONNECTIONS + " idle connections waited too long");
                }
            }
            long deadlineNanos =
                    askedNanos + (long) ((HEADER_TIMEOUT_SECONDS + PATIENCE_SECONDS) * TimeUnit.SECONDS.toNanos(1));
            int open = 0;
            for (Exchange exchange : idle) {
                exchange.readToEnd((deadlineNanos - System.nanoTime()) / (double) TimeUnit.SECONDS.toNanos(1));
                open += exchange.closed() ? 0 : 1;
            }
            if (open > 0) {
                complaints.add(open + " of " + IDLE_CONNECTIONS + " idle connections were still open after "
                        + (HEADER_TIMEOUT_SECONDS + PATIENCE_SECONDS) + " s");
            }
        } finally {
            closeAll(idle);
        }
    }

    /** Sends a request that must be answered 4xx, in words. */
    private void refused(String attack, String request) throws IOException {
        try (Exchange exchange = exchange()) {
            exchange.send(request);
            expectRefusal(attack, exchange);
            if (exchange.status() == 0) {
                complain(attack + " got no answer", exchange);
            }
        }
    }

    private void expectRefusal(String attack, Exchange exchange) {
        exchange.readToEnd(HEADER_TIMEOUT_SECONDS + PATIENCE_SECONDS);
        if (!refusal(exchange) || !exchange.closed()) {
            complain(attack, exchange);
        }
    }

    /**
     * No answer at all, 4xx, or one of the two 5xx by which HTTP refuses what it does not know (RFC 9110 15.6). A line
     * that is a single word is what SHOUTcast's sources begin with: their password, and here a wrong one.
     */
    private static boolean refusal(Exchange exchange) {
        int status = exchange.status();
        String text = exchange.text();
        return status == 0
                ? text.isEmpty() || text.equals("invalid password\r\n")
                : status / 100 == 4 || status == 501 || status == 505;
    }

    private Exchange exchange() throws IOException {
        connections++;
        return new Exchange(server.port());
    }

    private void complain(String attack, Exchange exchange) {
        String text = exchange.text();
        complaints.add(attack + ": " + (exchange.closed() ? "closed" : "left open") + " with \""
                + text.substring(0, Math.min(60, text.length())).replaceAll("\\p{Cntrl}+", " ") + "\"");
    }

    private static void closeAll(List<Exchange> exchanges) throws IOException {
        for (Exchange exchange : exchanges) {
            exchange.close();
        }
    }
}
