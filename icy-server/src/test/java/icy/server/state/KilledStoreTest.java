package icy.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps one number after the other is killed in the middle: what it has been told was kept is there. */
class KilledStoreTest {
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleItHasAllThatWasAcknowledged() throws Exception {
        Random random = new Random(7);
        long acknowledged = -1;
        for (int i = 0; i < KILLS; i++) {
            acknowledged = writeUntilKilled(acknowledged, 50 + random.nextInt(500));
            try (StateStore store = StateStore.open(folder)) {
                long kept = store.read(handle -> handle.createQuery("select max(n) from number")
                        .mapTo(Long.class)
                        .one());
                long count = store.read(handle -> handle.createQuery("select count(*) from number")
                        .mapTo(Long.class)
                        .one());
                assertThat(kept).isGreaterThanOrEqualTo(acknowledged);
                assertThat(count).isEqualTo(kept + 1);
                acknowledged = kept;
            }
        }
    }

    /** The last number that the other process said was kept before it was killed. */
    private long writeUntilKilled(long before, int enough) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString(),
                        Long.toString(before + 1))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = before;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("kept ")) {
                    last = Long.parseLong(line.substring("kept ".length()));
                }
                if (last - before >= enough) {
                    process.toHandle().destroyForcibly(); // and read on: what was said before its death counts
                }
            }
        }
        process.waitFor();
        assertThat(last - before).isGreaterThanOrEqualTo(enough);
        return last;
    }

    /** Counts from its second argument up, and says what is kept. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws IOException {
            StateStore store = StateStore.open(Path.of(args[0]));
            store.write(handle -> handle.execute("create table if not exists number (n integer primary key)"));
            for (long i = Long.parseLong(args[1]); ; i++) {
                long number = i;
                store.write(handle -> handle.execute("insert into number values (?)", number))
                        .thenRun(() -> System.out.println("kept " + number));
                if (i % 20 == 0) {
                    store.write(handle -> null).join(); // some wait, some come together
                }
            }
        }
    }
}
