package icy.server.shoutcast;

import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mounts as SHOUTcast names them: by number, {@code sid=1} being the first, or by path, {@code sp=/stream}.
 *
 * <p>Thread: any.
 */
final class Streams {
    private final MountsView mounts;

    Streams(MountsView mounts) {
        this.mounts = mounts;
    }

    /**
     * The stream that a request is about. One that names none means {@linkplain MountsView#usual the usual one}.
     *
     * @throws HttpError 404 when there is no such stream
     */
    Stream askedFor(Request request) {
        String path = request.query("sp").orElse("");
        if (!path.isEmpty()) {
            return mounts.named(path)
                    .map(this::stream)
                    .orElseThrow(() -> new HttpError(404, "There is no stream " + path + "."));
        }
        Optional<String> sid = request.query("sid");
        return sid.isPresent()
                ? numbered(number(sid.get()))
                : mounts.usual().map(this::stream).orElseThrow(() -> new HttpError(404, "There is no stream."));
    }

    /** Those that anybody may know of, hidden ones left out. They keep their numbers. */
    List<Stream> shown() {
        List<? extends MountView> all = mounts.all();
        List<Stream> shown = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            MountSnapshot mount = all.get(i).snapshot();
            if (!mount.terms().hidden()) {
                shown.add(new Stream(i + 1, mount));
            }
        }
        return shown;
    }

    private Stream numbered(int sid) {
        MountView mount = mounts.shown(sid).orElseThrow(() -> new HttpError(404, "There is no stream " + sid + "."));
        return new Stream(sid, mount.snapshot());
    }

    private Stream stream(MountView mount) {
        return new Stream(mounts.all().indexOf(mount) + 1, mount.snapshot());
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new HttpError(400, "sid is the number of a stream, such as 1.");
        }
        return Integer.parseInt(text);
    }
}
