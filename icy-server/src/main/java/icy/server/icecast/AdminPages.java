package icy.server.icecast;

import icy.server.document.TablePage;
import icy.server.document.TablePage.Cell;
import icy.server.http.PublicAddress;
import icy.server.mount.ListenerView;
import icy.server.mount.MountSnapshot;
import icy.server.mount.PlayedTitle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Icecast shows people where it shows programs XML: its {@code .xsl} pages, as plain tables.
 *
 * <p>Thread: any.
 */
final class AdminPages {
    private static final String TO_ROOT = "../";

    private AdminPages() {}

    /** {@code /status.xsl}: what anybody may know. */
    static String status(String base, ServerFigures server, List<MountSnapshot> onAir) {
        TablePage page = new TablePage("Streams", "");
        page.links(Cell.link("Player", "./"), Cell.link("Server", "server_version.xsl"));
        if (onAir.isEmpty()) {
            page.paragraph("Nothing is on the air.");
        }
        for (MountSnapshot mount : onAir) {
            page.facts(mount.name(), MountFacts.forEverybody(mount, base));
        }
        return page.paragraph(server.id()).html();
    }

    /** {@code /server_version.xsl}. */
    static String server(String base, ServerFigures server) {
        return new TablePage("Server", "")
                .links(Cell.link("Streams", "status.xsl"))
                .facts("Server", ServerFacts.forEverybody(server, base))
                .html();
    }

    /** {@code /admin/} and {@code /admin/stats.xsl}. */
    static String stats(String base, ServerFigures server, List<MountSnapshot> all, List<MountSnapshot> shown) {
        TablePage page = page("Statistics").facts("Server", ServerFacts.forOperators(server, all, base));
        for (MountSnapshot mount : shown) {
            page.facts(mount.name(), MountFacts.forOperators(mount, base));
            page.links(linksOf(mount));
        }
        return page.html();
    }

    /** {@code /admin/listmounts.xsl}. */
    static String mounts(List<MountSnapshot> onAir, Instant now) {
        TablePage page = page("Mounts");
        page.table("On the air", "Mount", "Source", "Listeners", "Connected", "Content type", "Fallback", "");
        for (MountSnapshot mount : onAir) {
            MountSnapshot.Source source = mount.source();
            page.row(
                    Cell.link(mount.name(), query("listclients.xsl", mount.name())),
                    Cell.of(source == null ? "" : source.kind()),
                    Cell.of(mount.audience().listeners()),
                    Cell.of(Duration.between(mount.streamStart(), now).toSeconds() + " s"),
                    Cell.of(mount.format().contentType()),
                    Cell.of(mount.terms().fallback()),
                    Cell.button("Kick the source", "killsource.xsl", Map.of("mount", mount.name())));
        }
        return page.html();
    }

    /** {@code /admin/listclients.xsl}. */
    static String listeners(MountSnapshot mount, List<ListenerView> connections) {
        TablePage page = page("Listeners of " + mount.name()).links(linksOf(mount));
        page.table("Connections", "Id", "Address", "User agent", "Is", "User", "Connected", "Behind", "");
        for (ListenerView each : connections) {
            page.row(
                    Cell.of(each.id()),
                    Cell.of(each.address()),
                    Cell.of(each.userAgent()),
                    Cell.of(each.kind().name().toLowerCase(Locale.ROOT)),
                    Cell.of(each.user()),
                    Cell.of(each.connectedSeconds() + " s"),
                    Cell.of(String.format(Locale.ROOT, "%.1f s", each.lagSeconds())),
                    Cell.button(
                            "Kick", "killclient.xsl", Map.of("mount", mount.name(), "id", Long.toString(each.id()))));
        }
        return page.html();
    }

    /** {@code /admin/moveclients.xsl}. */
    static String destinations(MountSnapshot from, List<MountSnapshot> others) {
        TablePage page = page("Move the listeners of " + from.name());
        page.table("Where to", "Mount", "Listeners", "Content type", "");
        for (MountSnapshot mount : others) {
            page.row(
                    Cell.of(mount.name()),
                    Cell.of(mount.audience().listeners()),
                    Cell.of(mount.format().contentType()),
                    Cell.button(
                            "Move them here",
                            "moveclients.xsl",
                            Map.of("mount", from.name(), "destination", mount.name())));
        }
        return page.html();
    }

    /** {@code /admin/history.xsl}: what has been played. */
    static String history(MountSnapshot mount, List<PlayedTitle> titles) {
        TablePage page = page("Played on " + mount.name()).links(linksOf(mount));
        page.table("Newest first", "Began", "Title");
        titles.forEach(each -> page.row(Cell.of(IcecastTime.text(each.began())), Cell.of(each.title())));
        return page.html();
    }

    /** What became of a command. */
    static String response(String message) {
        return page(message).html();
    }

    private static TablePage page(String title) {
        return new TablePage(title, TO_ROOT)
                .links(
                        Cell.link("Statistics", "stats.xsl"),
                        Cell.link("Mounts", "listmounts.xsl"),
                        Cell.link("Streams", "../status.xsl"));
    }

    private static Cell[] linksOf(MountSnapshot mount) {
        return new Cell[] {
            Cell.link("Listeners", query("listclients.xsl", mount.name())),
            Cell.link("Move them", query("moveclients.xsl", mount.name())),
            Cell.link("Played", query("history.xsl", mount.name())),
        };
    }

    private static String query(String page, String mount) {
        // A plus means a space in a query, an ampersand its end.
        return page + "?mount="
                + PublicAddress.encodePath(mount).replace("+", "%2B").replace("&", "%26");
    }
}
