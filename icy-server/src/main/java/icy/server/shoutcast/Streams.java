package icy.server.shoutcast;

import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
     * The stream that a request is about. One that names none means the first, or, when that is off the air, the only one
     * that is not.
     *
     * @throws HttpError 404 when there is no such stream
     */
    Stream askedFor(Request request) {
        String path = request.query("sp").orElse("");
        if (!path.isEmpty()) {
            return numbered(sidOf(path).orElseThrow(() -> new HttpError(404, "There is no stream " + path + ".")));
        }
        Optional<String> sid = request.query("sid");
        return sid.isPresent() ? numbered(number(sid.get())) : usual();
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

    private Stream usual() {
        Stream first = numbered(1);
        if (!first.mount().onAir()) {
            List<Stream> active =
                    shown().stream().filter(stream -> stream.mount().onAir()).toList();
            if (active.size() == 1) {
                return active.get(0);
            }
        }
        return first;
    }

    private Stream numbered(int sid) {
        MountView mount = mounts.numbered(sid)
                .orElseThrow(() -> new HttpError(
                        404,
                        "There is no stream %d: sid goes from 1 to %d."
                                .formatted(sid, mounts.all().size())));
        return new Stream(sid, mount.snapshot());
    }

    private Optional<Integer> sidOf(String path) {
        List<? extends MountView> all = mounts.all();
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).name().equals(path))
                .mapToObj(i -> i + 1)
                .findFirst();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new HttpError(400, "sid is the number of a stream, such as 1.");
        }
        return Integer.parseInt(text);
    }
}
