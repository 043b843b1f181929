package icy.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * A server all of whose mounts are relayed here, under the same names: what Icecast calls being its slave.
 *
 * <p>Thread: any.
 *
 * @param url where it is, {@code http://host:port}; its mounts are those of its {@code /admin/streamlist.txt}
 * @param login what to show there; the user is {@code relay} by default, as Icecast has it
 * @param interval time between two looks at its mounts, 1 s to 1 day; default 2 min, as Icecast has it
 * @param onDemand whether a mount is fetched only while somebody listens; default false
 */
public record MasterConfig(URI url, Login login, Duration interval, boolean onDemand) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(2);

    /** Most masters of one server. */
    public static final int MOST = 100;

    static String tooMany(int masters) {
        return "masters: there are %d; at most %d can be followed".formatted(masters, MOST);
    }

    public MasterConfig {
        ConfigKey.MASTER_INTERVAL.requireWithin(interval, Duration.ofSeconds(1), Duration.ofDays(1));
        requireServer(url);
    }

    /** Reads {@code http://host:port}. */
    static URI parseUrl(String text) {
        try {
            return requireServer(new URI(text));
        } catch (URISyntaxException e) {
            // Not the exception itself: it quotes the text, in which there may be a password.
            throw notAServer(text);
        }
    }

    private static URI requireServer(URI url) {
        String path = url.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        if (!"http".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || !bare
                || url.getRawQuery() != null
                || url.getRawUserInfo() != null) {
            throw notAServer(url.toString());
        }
        return url;
    }

    private static InvalidSettingException notAServer(String text) {
        return new InvalidSettingException(
                ConfigKey.MASTER_URL,
                Upstream.withoutLogin(text),
                "write it like http://radio.example.org:8000; user and password have keys of their own");
    }
}
