package icy.server.config;

import java.time.Duration;
import java.util.List;

/**
 * The streams of other servers that a mount passes on.
 *
 * <p>Thread: any.
 *
 * @param upstreams where the stream can be had, the preferred one first; default none
 * @param onDemand whether it is fetched only while somebody listens; default false: always
 * @param linger how long it is fetched on after the last listener has left, 0 to 1 h; default 10 s
 */
public record RelayConfig(List<Upstream> upstreams, boolean onDemand, Duration linger) {

    public static final RelayConfig NONE = new RelayConfig(List.of(), false, Duration.ofSeconds(10));

    /** Most upstreams of one mount. */
    private static final int MOST = 16;

    public RelayConfig {
        upstreams = List.copyOf(upstreams);
        if (upstreams.size() > MOST) {
            throw new InvalidSettingException(
                    ConfigKey.RELAY, upstreams.size(), "there are %d; at most %d".formatted(upstreams.size(), MOST));
        }
        ConfigKey.RELAY_LINGER.requireWithin(linger, Duration.ZERO, Duration.ofHours(1));
    }

    /** Always on, from the first of these URLs that answers; each {@code http://[user:password@]host:port/path}. */
    public static RelayConfig of(String... urls) {
        return new RelayConfig(List.of(urls).stream().map(Upstream::parse).toList(), false, NONE.linger());
    }

    /** The same, fetched only while somebody listens and for {@code linger} after that. */
    public RelayConfig onDemand(Duration others) {
        return new RelayConfig(upstreams, true, others);
    }
}
