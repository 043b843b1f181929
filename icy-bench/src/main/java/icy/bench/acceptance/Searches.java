package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who searches a library all the time, in the background: whole words, and the first letters of some as one types
 * them, sorted in several ways.
 *
 * <p>Thread: asks on its own; the others one.
 */
final class Searches {
    private static final long PAUSE_MILLIS = 20;
    private static final long STOP_MILLIS = 20_000;
    private static final int KINDS = 4;
    private static final int TYPED_LETTERS = 3;

    private final ApiClient api;
    private final SmallFiles files;
    private final Thread thread = new Thread(this::run, "searches");
    private final Histogram micros = new Histogram(3);
    private volatile boolean stopping;
    private @Nullable IOException fault;

    /** @param files whose words are searched for */
    Searches(int port, SmallFiles files) {
        this.api = new ApiClient(port);
        this.files = files;
    }

    void start() {
        thread.start();
    }

    /** How long the answers took in microseconds, from the request to the last byte. */
    Histogram stop() throws IOException, InterruptedException {
        stopping = true;
        thread.join(STOP_MILLIS);
        if (fault != null) {
            throw fault;
        }
        return micros;
    }

    private void run() {
        try {
            for (int i = 0; !stopping; i++) {
                String query = "/api/library/tracks?limit=50&q=" + query(i % KINDS);
                long asked = System.nanoTime();
                api.get(query);
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - asked));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            fault = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String query(int kind) {
        String word = files.commonWord();
        String beginning = word.substring(0, Math.min(TYPED_LETTERS, word.length()));
        return switch (kind) {
            case 0 -> encoded(word);
            case 1 -> encoded(beginning);
            case 2 -> encoded(word + " " + files.commonWord().charAt(0)) + "&sort=artist";
            default -> encoded(beginning) + "&sort=title&order=desc";
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
