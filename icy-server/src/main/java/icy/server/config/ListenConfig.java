package icy.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * <p>Thread: any.
 *
 * @param bind address to listen on, an IPv6 one with the brackets of a URL or without; default {@code ::}, which is every
 *     address of the machine, IPv4 and IPv6 (on a machine without IPv6: every IPv4 address)
 * @param port TCP port, 0 to 65535; default 8000, where players and operators of SHOUTcast and Icecast look first; 0: the
 *     system chooses a free one
 * @param shoutcastPort second port, for SHOUTcast sources, which are told the first and add one themselves; default
 *     {@code port + 1}, and none where the system chooses the first; null: none; 0: the system chooses a free one
 * @param shoutcastPortRequired whether the server starts only if it can have that port; default false: another server on
 *     the next port must not keep this one from starting
 */
public record ListenConfig(String bind, int port, @Nullable Integer shoutcastPort, boolean shoutcastPortRequired) {

    private static final int HIGHEST = 65_535;

    /** Every address, where SHOUTcast and Icecast listen too. */
    public static final ListenConfig DEFAULT = new ListenConfig("::", 8000);

    public ListenConfig {
        if (bind.startsWith("[") && bind.endsWith("]")) {
            bind = bind.substring(1, bind.length() - 1);
        }
        if (bind.isBlank()) {
            throw new InvalidSettingException(
                    ConfigKey.BIND, bind, "write :: for every address, or one like 127.0.0.1");
        }
        ConfigKey.PORT.requireWithin(port, 0, HIGHEST);
        if (shoutcastPort != null) {
            ConfigKey.SHOUTCAST_PORT.requireWithin(shoutcastPort, 0, HIGHEST);
            if (shoutcastPort == port && port != 0) {
                throw new InvalidSettingException(
                        ConfigKey.SHOUTCAST_PORT,
                        shoutcastPort,
                        "is listen.port itself, where SHOUTcast sources are understood too; write auto, off or another");
            }
        }
    }

    /** With the usual port for SHOUTcast sources, if it can be had. */
    public ListenConfig(String bind, int port) {
        this(bind, port, port > 0 && port < HIGHEST ? port + 1 : null, false);
    }
}
