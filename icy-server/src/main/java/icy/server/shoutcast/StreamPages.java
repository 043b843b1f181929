package icy.server.shoutcast;

import icy.server.document.TablePage;
import icy.server.document.TablePage.Cell;
import icy.server.mount.MountSnapshot;
import icy.server.mount.PlayedTitle;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The pages of DNAS: one line for tools of version 1, tables for people.
 *
 * <p>Thread: any.
 */
final class StreamPages {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StreamPages() {}

    /**
     * {@code /7.html}: {@code listeners,status,peak,limit,unique,bitrate,title}. The title is last because it may have
     * commas; tools find the line between the tags of the body.
     */
    static String seven(MountSnapshot mount) {
        MountSnapshot.Audience audience = mount.audience();
        return "<HTML><meta http-equiv=\"Pragma\" content=\"no-cache\"></head><body>%d,%d,%d,%d,%d,%d,%s</body></html>"
                .formatted(
                        audience.listeners(),
                        mount.onAir() ? 1 : 0,
                        audience.listenerPeak(),
                        mount.terms().maxListeners(),
                        audience.uniqueListeners(),
                        mount.format().bitrateKbps(),
                        textOf(mount.title().text()));
    }

    /** As DNAS has it: readers take the line apart and show the title as it stands, so quotes stay quotes. */
    private static String textOf(String title) {
        return title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** {@code /played.html}. */
    static String played(Stream stream, List<PlayedTitle> played) {
        TablePage page = new TablePage("Played on " + nameOf(stream.mount()), "");
        page.links(Cell.link("Streams", "index.html?sid=0"), Cell.link("Player", "index.html?sid=" + stream.sid()));
        page.table("Newest first", "Played at (UTC)", "Title");
        played.forEach(each -> page.row(Cell.of(TIME.format(each.began())), Cell.of(each.title())));
        return page.html();
    }

    /** {@code /index.html?sid=0}: all streams. */
    static String summary(List<Stream> streams) {
        TablePage page = new TablePage("Streams", "");
        page.table("All streams", "Stream", "Name", "Listeners", "Playing", "Bitrate", "");
        for (Stream stream : streams) {
            MountSnapshot mount = stream.mount();
            page.row(
                    Cell.link(Integer.toString(stream.sid()), "index.html?sid=" + stream.sid()),
                    Cell.of(nameOf(mount)),
                    Cell.of(mount.audience().listeners()),
                    Cell.of(mount.onAir() ? mount.title().text() : "off the air"),
                    Cell.of(mount.format().bitrateKbps() + " kbit/s"),
                    Cell.link("Played", "played.html?sid=" + stream.sid()));
        }
        return page.html();
    }

    /** What became of a command. */
    static String response(String message) {
        return new TablePage(message, "").html();
    }

    private static String nameOf(MountSnapshot mount) {
        return mount.info().name().isEmpty() ? mount.name() : mount.info().name();
    }
}
