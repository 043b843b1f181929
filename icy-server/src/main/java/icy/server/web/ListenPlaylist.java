package icy.server.web;

import icy.core.playlist.Playlist;
import icy.core.playlist.PlaylistFormat;
import icy.server.config.StationInfo;
import icy.server.http.PublicAddress;
import icy.server.mount.MountSnapshot;

/**
 * The documents that lead players to a mount.
 *
 * <p>Thread: any.
 */
final class ListenPlaylist {
    private ListenPlaylist() {}

    /** @param base what URLs begin with, such as {@code http://radio.example:8000} */
    static String render(MountSnapshot mount, PlaylistFormat format, String base) {
        return format.write(Playlist.of(entry(mount, base)));
    }

    /** One line, the way Icecast 2.4.4 answers {@code /mount.m3u}: just the URL. */
    static String renderBareM3u(MountSnapshot mount, String base) {
        return PlaylistFormat.M3U.write(Playlist.of(new Playlist.Entry(url(mount, base))));
    }

    private static String url(MountSnapshot mount, String base) {
        return base + PublicAddress.encodePath(mount.name());
    }

    private static Playlist.Entry entry(MountSnapshot mount, String base) {
        StationInfo info = mount.info();
        return new Playlist.Entry(
                url(mount, base),
                info.name().isEmpty() ? mount.name() : info.name(),
                Playlist.UNKNOWN_LENGTH,
                annotation(mount),
                info.url());
    }

    /** In the words of Icecast 2.4.4, which station sites take apart by line. */
    private static String annotation(MountSnapshot mount) {
        StationInfo info = mount.info();
        return "Stream Title: " + info.name() + "\nStream Description: " + info.description() + "\nContent Type:"
                + mount.format().contentType()
                + "\nCurrent Listeners: " + mount.audience().listeners() + "\nPeak Listeners: "
                + mount.audience().listenerPeak() + "\nStream Genre: " + info.genre();
    }
}
