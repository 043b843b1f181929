package icy.server.config;

/**
 * Where the server listens.
 *
 * <p>Thread: any.
 *
 * @param bind address to listen on, an IPv6 one with the brackets of a URL or without; default {@code ::}, which is every
 *     address of the machine, IPv4 and IPv6 (on a machine without IPv6: every IPv4 address)
 * @param port TCP port, 0 to 65535; default 8000, where players and operators of SHOUTcast and Icecast look first; 0: the
 *     system chooses a free one
 */
public record ListenConfig(String bind, int port) {

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
        ConfigKey.PORT.requireWithin(port, 0, 65_535);
    }
}
