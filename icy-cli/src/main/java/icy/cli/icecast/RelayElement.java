package icy.cli.icecast;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code <relay>}: up to Icecast 2.4 of one server; from 2.5 on with an {@code <upstream>} for each. What such a one
 * leaves out is taken from an upstream of type "default", then from what stands beside them.
 *
 * <p>Thread: one at a time.
 */
final class RelayElement {

    private static final List<String> PLACE = List.of("server", "port", "mount");
    private static final List<String> LOGIN = List.of("username", "password");
    private static final String USUAL_PORT = "8000";
    private static final int USUAL_HTTP_PORT = 80;

    private final XmlElement relay;
    private final Notes notes;
    private final Map<String, String> defaults = new HashMap<>();
    private final List<String> urls = new ArrayList<>();

    RelayElement(XmlElement relay, Notes notes) {
        this.relay = relay;
        this.notes = notes;
        List<XmlElement> upstreams = relay.takeAll("upstream");
        read(relay).ifPresent(defaults::putAll);
        upstreams.stream()
                .filter(upstream -> upstream.attribute("type").equals("default"))
                .forEach(upstream -> read(upstream).ifPresent(defaults::putAll));
        upstreams.forEach(this::add);
        if (upstreams.isEmpty()) {
            add(relay, defaults);
        }
    }

    /** Where the stream can be had, the preferred place first; of what is not among them there is a note. */
    List<String> urls() {
        return List.copyOf(urls);
    }

    /** The mount's name here. */
    String localMount() {
        return relay.takeText("local-mount").orElse(defaults.getOrDefault("mount", "/"));
    }

    private void add(XmlElement upstream) {
        String type = upstream.attribute("type");
        if (type.isEmpty() || type.equals("normal")) {
            read(upstream).ifPresent(own -> {
                Map<String, String> all = new HashMap<>(defaults);
                all.putAll(own);
                add(upstream, all);
            });
        } else if (!type.equals("default")) {
            upstream.takeWhole();
            notes.add(upstream, "of a type that is not known; it is left out");
        }
    }

    private void add(XmlElement element, Map<String, String> said) {
        if (PLACE.stream().noneMatch(said::containsKey)) {
            notes.add(element, "names no server to relay from; it is left out");
            return;
        }
        String server = said.getOrDefault("server", "127.0.0.1");
        String user = said.getOrDefault("username", "");
        String password = said.getOrDefault("password", "");
        urls.add("http://%s%s:%s%s"
                .formatted(
                        user.isEmpty() || password.isEmpty() ? "" : escaped(user) + ":" + escaped(password) + "@",
                        server.contains(":") ? "[" + server + "]" : server,
                        said.getOrDefault("port", USUAL_PORT),
                        said.getOrDefault("mount", "/")));
    }

    /** What an element says of a server; empty if it is one that cannot be relayed from. */
    private Optional<Map<String, String>> read(XmlElement element) {
        Map<String, String> said = new HashMap<>();
        for (String name : LOGIN) {
            element.takeText(name).ifPresent(text -> said.put(name, text));
        }
        for (String name : PLACE) {
            element.takeText(name).ifPresent(text -> said.put(name, text));
        }
        XmlElement address = element.take("uri").orElse(null);
        if (address == null) {
            return Optional.of(said);
        }
        URI uri = http(address.text()).orElse(null);
        if (uri == null) {
            notes.add(
                    address,
                    "icy relays from http://host:port/path, with username and password beside it; it is left out");
            return Optional.empty();
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        said.put("server", uri.getHost().replaceAll("[\\[\\]]", ""));
        said.put("port", String.valueOf(uri.getPort() < 0 ? USUAL_HTTP_PORT : uri.getPort()));
        said.put("mount", uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        return Optional.of(said);
    }

    private static Optional<URI> http(String text) {
        try {
            URI uri = new URI(text);
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
            return isHttp && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty(); // The caller names its line.
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
