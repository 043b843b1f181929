package icy.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chromium without a window, driven by its DevTools protocol: one page.
 *
 * <p>Thread: its maker's.
 */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:\\d+)/.*");
    private static final long SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private long id;

    /** Whether there is one on this machine. */
    public static boolean installed() {
        return Files.isExecutable(CHROMIUM);
    }

    /** @param profile an empty folder */
    public Browser(Path profile) throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true);
        start.environment().put("TMPDIR", profile.toString()); // so that its socket goes when the profile does
        process = start.start();
        HttpClient client = HttpClient.newHttpClient();
        String pages = client.send(
                        HttpRequest.newBuilder(URI.create("http://" + address() + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Map<?, ?> page = ((List<?>) StrictJson.parse(pages))
                .stream()
                        .map(entry -> (Map<?, ?>) entry)
                        .filter(entry -> "page".equals(entry.get("type")))
                        .findFirst()
                        .orElseThrow();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.get("webSocketDebuggerUrl").toString()), new Inbox())
                .join();
    }

    private String address() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                Thread drain = new Thread(() -> output.lines().forEach(more -> {}), "chromium-output");
                drain.setDaemon(true); // or a full pipe would stop the browser
                drain.start();
                return listening.group(1);
            }
        }
        throw new IOException("chromium ended before it listened");
    }

    public void open(String url) {
        call("Page.navigate", "{\"url\":\"%s\"}".formatted(url));
    }

    /** Runs a script in every page from now on, before those of the page. */
    public void prepare(String script) {
        String quoted = script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
        call("Page.enable", "{}");
        call("Page.addScriptToEvaluateOnNewDocument", "{\"source\":\"%s\"}".formatted(quoted));
    }

    /** Sends this field with all requests from now on, as a proxy in front would. */
    public void header(String name, String value) {
        call("Network.enable", "{}");
        call("Network.setExtraHTTPHeaders", "{\"headers\":{\"%s\":\"%s\"}}".formatted(name, value));
    }

    /** The value of a JavaScript expression, which may be a promise, as text; run as if the user had clicked. */
    public String value(String expression) {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
        Map<String, Object> answer = call(
                "Runtime.evaluate",
                "{\"expression\":\"String(%s)\",\"awaitPromise\":true,\"userGesture\":true}".formatted(quoted));
        Map<?, ?> result = (Map<?, ?>) ((Map<?, ?>) answer.get("result")).get("result");
        return String.valueOf(result.get("value"));
    }

    /** The text of an element. */
    public String text(String id) {
        return value("document.getElementById('%s')?.textContent".formatted(id));
    }

    public void click(String id) {
        value("document.getElementById('%s').click()".formatted(id));
    }

    /** Presses a key, by its name in JavaScript, where the focus is. */
    public void press(String key) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", "{\"type\":\"%s\",\"key\":\"%s\"}".formatted(type, key));
        }
    }

    /** Types where the focus is. */
    public void type(String text) {
        call("Input.insertText", "{\"text\":\"%s\"}".formatted(text));
    }

    /** Drags with the mouse from the middle of one element to that of another; both are CSS selectors. */
    public void drag(String from, String to) {
        value("document.querySelector('%s').scrollIntoView({block: 'center'})".formatted(from));
        double[] begin = middle(from);
        double[] end = middle(to);
        mouse("mousePressed", begin[0], begin[1]);
        for (int step = 1; step <= 10; step++) {
            mouse("mouseMoved", begin[0] + (end[0] - begin[0]) * step / 10, begin[1] + (end[1] - begin[1]) * step / 10);
        }
        mouse("mouseReleased", end[0], end[1]);
    }

    private double[] middle(String selector) {
        String[] place = value("(({x, y, width, height}) => `${x + width / 2} ${y + height / 2}`)"
                        + "(document.querySelector('%s').getBoundingClientRect())".formatted(selector))
                .split(" ");
        return new double[] {Double.parseDouble(place[0]), Double.parseDouble(place[1])};
    }

    private void mouse(String type, double x, double y) {
        call(
                "Input.dispatchMouseEvent",
                "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"left\",\"buttons\":1,\"clickCount\":1}"
                        .formatted(type, x, y));
    }

    /** Sizes the window, in pixels, and paints its content into a PNG. */
    public void screenshot(int width, int height, boolean dark, Path png) throws IOException {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b}"
                        .formatted(width, height, width < 600));
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
                        .formatted(dark ? "dark" : "light"));
        Map<?, ?> result = (Map<?, ?>) call("Page.captureScreenshot", "{}").get("result");
        Files.write(png, Base64.getDecoder().decode(result.get("data").toString()));
    }

    private Map<String, Object> call(String method, String parameters) {
        long call = ++id;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(call, method, parameters), true)
                .join();
        while (true) {
            Map<String, Object> answer = StrictJson.object(next());
            if (Long.valueOf(call).equals(answer.get("id"))) {
                if (answer.containsKey("error")) {
                    throw new AssertionError(method + ": " + answer.get("error"));
                }
                return answer;
            }
        }
    }

    private String next() {
        try {
            String message = messages.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("chromium has not answered within " + SECONDS + " s");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError("nothing interrupts a test", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        call("Browser.close", "{}"); // asked to, it tidies up after itself
        process.onExit().completeOnTimeout(process, SECONDS, TimeUnit.SECONDS).join();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) { // whoever still writes into the profile keeps it from being deleted
            one.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        }
        socket.abort();
    }

    private final class Inbox implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            partial.append(part);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
