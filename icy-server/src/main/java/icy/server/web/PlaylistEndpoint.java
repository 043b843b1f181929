package icy.server.web;

import icy.core.playlist.PlaylistFormat;
import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.Optional;

/**
 * Listen playlists by both customs: Icecast's {@code /stream.m3u} and SHOUTcast's {@code /listen.m3u?sid=1}.
 *
 * <p>Thread: any.
 */
public final class PlaylistEndpoint {
    private final MountsView mounts;
    private final PublicAddress address;

    public PlaylistEndpoint(MountsView mounts, PublicAddress address) {
        this.mounts = mounts;
        this.address = address;
    }

    /** For {@code /{mount...}.m3u} and its like: the route's variable names the mount. */
    public Endpoint ofMount(PlaylistFormat format) {
        return Endpoint.immediate(request -> {
            String name = "/" + request.variable("mount");
            MountSnapshot mount = snapshot(mounts.named(name), "There is no mount " + name + " here.");
            String base = address.base(request);
            return answer(
                    format,
                    format == PlaylistFormat.M3U
                            ? ListenPlaylist.renderBareM3u(mount, base)
                            : ListenPlaylist.render(mount, format, base));
        });
    }

    /** For {@code /listen.pls} and its like: {@code ?sid=} numbers the mounts from 1. */
    public Endpoint listen(PlaylistFormat format) {
        return Endpoint.immediate(request -> {
            Optional<String> sid = request.query("sid");
            MountSnapshot mount = snapshot(
                    sid.isPresent() ? mounts.shown(number(sid.get())) : mounts.usual(),
                    sid.isPresent() ? "There is no stream " + sid.get() + "." : "There is no stream.");
            return answer(format, ListenPlaylist.render(mount, format, address.base(request)))
                    .with("Content-Disposition", "attachment; filename=\"listen." + format.extension() + "\"");
        });
    }

    private static int number(String sid) {
        if (!sid.matches("[0-9]{1,6}")) {
            throw new HttpError(400, "sid is the number of a stream, such as 1.");
        }
        return Integer.parseInt(sid);
    }

    private static MountSnapshot snapshot(Optional<? extends MountView> mount, String otherwise) {
        return mount.orElseThrow(() -> new HttpError(404, otherwise)).snapshot();
    }

    private static Response answer(PlaylistFormat format, String document) {
        return Response.of(200, format.contentType(), Body.utf8(document)).with("Cache-Control", "no-cache");
    }
}
