package icy.server.icecast;

import icy.server.http.Request;
import java.util.Arrays;
import java.util.Optional;

/**
 * What can be asked under {@code /admin/}, and of whom. {@code metadata} is not here: it belongs to sources.
 *
 * <p>Thread: any.
 */
enum AdminCommand {
    STATS(Whose.OPERATORS, "", "stats", "stats.xml", "stats.xsl"),
    LISTMOUNTS(Whose.OPERATORS, "listmounts", "streamlist", "listmounts.xsl"),
    STREAMLIST(Whose.RELAYS, "streamlist.txt"),
    LISTCLIENTS(Whose.SOURCES, "listclients", "listclients.xsl"),
    HISTORY(Whose.SOURCES, "history.xsl"),
    KILLCLIENT(Whose.SOURCES, "killclient", "killclient.xsl"),
    KILLSOURCE(Whose.SOURCES, "killsource", "killsource.xsl"),
    MOVECLIENTS(Whose.SOURCES, "moveclients", "moveclients.xsl"),
    FALLBACKS(Whose.SOURCES, "fallbacks", "fallback"),
    UPDATEMETADATA(Whose.SOURCES, "updatemetadata"),
    BUILDM3U(Whose.EVERYBODY, "buildm3u");

    /** Who may use a command; operators may use every one. */
    enum Whose {
        EVERYBODY,
        /** Whoever may be a source of the mount that the command is about. */
        SOURCES,
        /** Servers that relay this one. */
        RELAYS,
        OPERATORS
    }

    private final Whose whose;
    /** With spaces between them. */
    private final String names;

    AdminCommand(Whose whose, String... names) {
        this.whose = whose;
        this.names = String.join(" ", names);
    }

    /** By the route's variable {@code command}, which is all behind {@code /admin/}. */
    static Optional<AdminCommand> of(Request request) {
        String prefix = "/admin/";
        String path = request.path();
        String name = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
        return Arrays.stream(values())
                .filter(command -> Arrays.asList(command.names.split(" ", -1)).contains(name))
                .findFirst();
    }

    Whose whose() {
        return whose;
    }

    /** Whether it always does; {@code moveclients} only asks as long as it has no destination. */
    boolean changesSomething() {
        return this == KILLCLIENT || this == KILLSOURCE || this == FALLBACKS;
    }
}
