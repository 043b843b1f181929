package icy.bench.acceptance;

import icy.bench.server.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A promise that JUnit tests judge: runs them through Maven and reads their reports. */
final class TestsLine implements Line {
    private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>");
    private static final long LIMIT_MINUTES = 60;
    private final Lab lab;
    private final String name;
    private final String promise;
    private final String tests;

    /**
     * @param tests as Surefire's {@code -Dtest} takes them
     */
    TestsLine(Lab lab, String name, String promise, String tests) {
        this.lab = lab;
        this.name = name;
        this.promise = promise;
        this.tests = tests;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String promise() {
        return promise;
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        Path log = lab.newFolder(name).resolve("maven.log");
        Instant began = Instant.now();
        Process maven = lab.start(
                log,
                lab.repository(),
                List.of(
                        "mvn",
                        "-q",
                        "test",
                        "-pl",
                        "icy-cli",
                        "-am",
                        "-Dchecks=off",
                        "-Dtest=" + tests,
                        "-Dsurefire.failIfNoSpecifiedTests=false"));
        boolean ended = maven.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            maven.destroy();
        }
        return verdict(ended && maven.exitValue() == 0, reportsSince(began), log);
    }

    private List<Path> reportsSince(Instant began) throws IOException {
        List<Path> reports = new ArrayList<>();
        for (String module : List.of("icy-core", "icy-server", "icy-cli")) {
            Path folder = lab.repository().resolve(module).resolve("target/surefire-reports");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(file -> file.toString().endsWith(".xml")).forEach(reports::add);
                }
            }
        }
        // A report's time may be cut to whole seconds.
        reports.removeIf(file -> file.toFile().lastModified() < began.toEpochMilli() - 1000);
        return reports;
    }

    private static Verdict verdict(boolean green, List<Path> reports, Path log) throws IOException {
        int run = 0;
        int skipped = 0;
        int bad = 0;
        double seconds = 0;
        for (Path file : reports) {
            Matcher suite = SUITE.matcher(Files.readString(file));
            if (suite.find()) {
                run += (int) number(suite.group(), "tests");
                skipped += (int) number(suite.group(), "skipped");
                bad += (int) (number(suite.group(), "failures") + number(suite.group(), "errors"));
                seconds += number(suite.group(), "time");
            }
        }
        String figures =
                String.format(Locale.ROOT, "%d tests, %d failed, %d skipped, in %.0f s", run, bad, skipped, seconds);
        boolean passed = green && run > skipped && bad == 0;
        return new Verdict(passed, passed ? figures : figures + "; " + lastWords(log));
    }

    private static double number(String suite, String attribute) {
        Matcher found = Pattern.compile(" " + attribute + "=\"([\\d.,]+)\"").matcher(suite);
        return found.find() ? Double.parseDouble(found.group(1).replace(",", "")) : 0;
    }

    private static String lastWords(Path log) throws IOException {
        String all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return all.lines()
                .filter(line -> line.contains("ERROR"))
                .findFirst()
                .orElse("no test was found")
                .strip();
    }
}
