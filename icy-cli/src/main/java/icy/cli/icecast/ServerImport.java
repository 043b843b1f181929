package icy.cli.icecast;

import static icy.cli.icecast.TomlDraft.quoted;
import static icy.cli.icecast.TomlDraft.seconds;

import icy.server.config.ConfigKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries over what is not a mount's: where to listen, limits, passwords, the log, the master.
 *
 * <p>Thread: one at a time.
 */
final class ServerImport {

    private static final String USUAL_PORT = "8000";
    private static final Map<String, String> LEVELS = Map.of("4", "debug", "3", "info", "2", "warn", "1", "error");

    private final XmlElement root;
    private final Notes notes;
    private final Passwords passwords;
    private final TomlDraft top = new TomlDraft("");
    private final TomlDraft listen = new TomlDraft("[listen]");
    private final TomlDraft limits = new TomlDraft("[limits]");
    private final TomlDraft log = new TomlDraft("[log]");
    private final TomlDraft secrets = new TomlDraft("[passwords]");
    private final TomlDraft masters = new TomlDraft("[[masters]]");
    private @Nullable XmlElement shoutcastMount;

    ServerImport(XmlElement root, Notes notes) {
        this.root = root;
        this.notes = notes;
        this.passwords = new Passwords(notes);
    }

    /** The tables, in the order they are written in. */
    List<TomlDraft> tables() {
        String port = listen();
        hostname(port);
        root.take("limits").ifPresent(this::limits);
        root.take("logging").ifPresent(this::logging);
        Optional<XmlElement> authentication = root.take("authentication");
        authentication.ifPresent(this::authentication);
        master(authentication.orElse(null));
        return Stream.of(top, listen, limits, log, secrets, masters)
                .filter(table -> !table.isEmpty())
                .toList();
    }

    /** Names the mount that SHOUTcast sources feed. */
    Optional<XmlElement> shoutcastMount() {
        return Optional.ofNullable(shoutcastMount);
    }

    private String listen() {
        shoutcastMount = root.take("shoutcast-mount").orElse(null);
        String port = root.takeText("port").orElse(USUAL_PORT);
        XmlElement bind = root.take("bind-address").orElse(null);
        List<XmlElement> sockets = root.takeAll("listen-socket");
        XmlElement main = sockets.stream()
                .filter(socket -> !isSecure(socket) && !socket.takeFlag("shoutcast-compat"))
                .findFirst()
                .orElse(null);
        if (main != null) {
            port = main.takeText("port").orElse(USUAL_PORT);
            bind = main.take("bind-address").orElse(bind);
            shoutcastMount = main.take("shoutcast-mount").orElse(shoutcastMount);
            for (XmlElement socket : sockets) {
                if (socket != main) {
                    socket.takeWhole();
                    other(socket);
                }
            }
        }
        carry(listen, ConfigKey.PORT, port, main == null ? root : main);
        if (bind != null && !bind.text().isEmpty()) {
            carry(listen, ConfigKey.BIND, quoted(bind.text()), bind);
        }
        return port;
    }

    private static boolean isSecure(XmlElement socket) {
        return socket.takeFlag("ssl") || socket.takeFlag("tls");
    }

    private void other(XmlElement socket) {
        String port = socket.takeText("port").orElse(USUAL_PORT);
        if (isSecure(socket)) {
            notes.add(socket, "icy has no TLS yet; put a proxy in front that has, and set public-url");
        } else if (socket.takeFlag("shoutcast-compat")) {
            carry(listen, ConfigKey.SHOUTCAST_PORT, port, socket);
        } else if (socket.take("shoutcast-mount").isPresent()) {
            notes.add(
                    socket,
                    "SHOUTcast sources choose a mount by MOUNT:PASSWORD as password, on the one port after listen.port");
        } else {
            notes.add(socket, "icy listens on one port; the firewall can lead port %s to it".formatted(port));
        }
    }

    private void hostname(String port) {
        root.take("hostname").ifPresent(element -> {
            String host = element.text();
            // Icecast's default, which is of no use to anybody elsewhere.
            if (!host.isEmpty() && !host.equals("localhost")) {
                String address = host.contains(":") ? "[" + host + "]" : host;
                String url = "http://" + address + (port.equals("80") ? "" : ":" + port);
                carry(top, ConfigKey.PUBLIC_URL, quoted(url), element);
            }
        });
    }

    private void limits(XmlElement element) {
        element.take("clients").ifPresent(clients -> clients(clients, limits));
        number(element, "sources", ConfigKey.MAX_SOURCES, limits);
        duration(element, "header-timeout", ConfigKey.HEADER_TIMEOUT, limits);
        duration(element, "client-timeout", ConfigKey.IDLE_TIMEOUT, limits);
        duration(element, "source-timeout", ConfigKey.SOURCE_TIMEOUT, limits);
    }

    /** Icecast counts every connection; those of listeners are all but a few. */
    private void clients(XmlElement clients, TomlDraft into) {
        if (!clients.text().matches("[1-9]\\d{0,6}")) {
            notes.add(clients, "not a number of clients");
            return;
        }
        int listeners = Integer.parseInt(clients.text());
        into.set(ConfigKey.MAX_CONNECTIONS, String.valueOf(listeners + Math.max(20, listeners / 19)));
        into.set(ConfigKey.MAX_LISTENERS, String.valueOf(listeners));
    }

    private void logging(XmlElement element) {
        element.take("loglevel").ifPresent(level -> {
            String word = LEVELS.getOrDefault(level.text(), level.text());
            carry(log, ConfigKey.LOG_LEVEL, quoted(word.toLowerCase(Locale.ROOT)), level);
        });
        element.take("logsize").ifPresent(size -> carry(log, ConfigKey.LOG_FILE_SIZE, quoted(size.text() + "k"), size));
    }

    private void authentication(XmlElement element) {
        secret(element, "source-password", ConfigKey.SOURCE_PASSWORD);
        secret(element, "admin-password", ConfigKey.ADMIN_PASSWORD);
        secret(element, "relay-password", ConfigKey.RELAY_PASSWORD);
        usual(element, "admin-user", "admin");
        usual(element, "relay-user", "relay");
    }

    private void secret(XmlElement parent, String name, ConfigKey key) {
        parent.take(name)
                .filter(element -> !element.text().isEmpty())
                .ifPresent(element -> passwords.carry(key, element, secrets::set, secrets::comment));
    }

    /** A user that icy has no key for, and needs none if it is the usual one. */
    private void usual(XmlElement parent, String name, String usual) {
        parent.take(name)
                .filter(element -> !element.text().isEmpty() && !element.text().equals(usual))
                .ifPresent(element -> notes.add(element, Leftovers.advice(element)));
    }

    private void master(@Nullable XmlElement authentication) {
        XmlElement server = root.take("master-server").orElse(null);
        XmlElement password = root.take("master-password")
                // What Icecast 2.4.4 shows its master when nothing else is set.
                .or(() -> Optional.ofNullable(authentication).flatMap(element -> element.take("source-password")))
                .orElse(null);
        XmlElement user = root.take("master-username").orElse(null);
        XmlElement interval = root.take("master-update-interval").orElse(null);
        String port = root.takeText("master-server-port").orElse(USUAL_PORT);
        boolean onDemand = root.take("relays-on-demand")
                .map(flag -> flag.text().equals("1"))
                .orElse(false);
        if (server == null || server.text().isEmpty()) {
            return;
        }
        if (password == null) {
            notes.add(server, "there is no password for it: write a [[masters]] with url and password");
            return;
        }
        String host = server.text().contains(":") ? "[" + server.text() + "]" : server.text();
        masters.set(ConfigKey.MASTER_URL, quoted("http://%s:%s".formatted(host, port)));
        if (user != null && !user.text().isEmpty()) {
            masters.set(ConfigKey.MASTER_USER, quoted(user.text()));
        }
        masters.set(ConfigKey.MASTER_PASSWORD, quoted(password.text()));
        if (interval != null && !interval.text().matches("[1-9]\\d{0,4}")) {
            notes.add(interval, "not 1 to 86400 seconds; icy looks every 2 minutes");
        } else if (interval != null) {
            masters.set(ConfigKey.MASTER_INTERVAL, seconds(interval.text()));
        }
        masters.set(ConfigKey.MASTER_ON_DEMAND, String.valueOf(onDemand));
    }

    private void number(XmlElement parent, String name, ConfigKey key, TomlDraft into) {
        parent.take(name).ifPresent(element -> carry(into, key, element.text(), element));
    }

    private void duration(XmlElement parent, String name, ConfigKey key, TomlDraft into) {
        parent.take(name).ifPresent(element -> carry(into, key, seconds(element.text()), element));
    }

    private void carry(TomlDraft into, ConfigKey key, String value, XmlElement element) {
        String refusal = TomlDraft.refusal(key, value);
        if (refusal.isEmpty()) {
            into.set(key, value);
        } else {
            notes.add(element, refusal);
        }
    }
}
