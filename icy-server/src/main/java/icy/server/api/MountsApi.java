package icy.server.api;

import icy.core.ring.StreamTime;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import icy.server.mount.StreamMoment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/mounts} and {@code /api/mounts/{mount}}: what is on the air, where the live edge is, and which title
 * belongs to which position.
 *
 * <p>Thread: a worker.
 */
public final class MountsApi {
    private final MountsView mounts;
    private final PublicAddress address;

    public MountsApi(MountsView mounts, PublicAddress address) {
        this.mounts = mounts;
        this.address = address;
    }

    /** All mounts but hidden ones, in the order of the config. */
    public Response list(Request request) {
        String base = address.base(request);
        List<MountSnapshot> all = snapshots();
        List<MountJson> shown = all.stream()
                .filter(mount -> !mount.terms().hidden())
                .map(mount -> MountJson.of(mount, variantsOf(mount, all), base, /* at= */ null))
                .toList();
        return Json.response(MountJson.Mounts.class, new MountJson.Mounts(shown, shown.size()));
    }

    /**
     * One mount. With {@code ?position=} (bytes) or {@code ?time=} (milliseconds of stream time; a negative one counts
     * back from the live edge) also the moment and title there.
     */
    public Response one(Request request) {
        String name = "/" + request.variable("mount");
        MountView mount = mounts.named(name)
                .orElseThrow(() -> new HttpError(404, "There is no mount " + name + ": see /api/mounts."));
        MountSnapshot snapshot = mount.snapshot();
        return Json.response(
                MountJson.class,
                MountJson.of(
                        snapshot,
                        variantsOf(snapshot, snapshots()),
                        address.base(request),
                        at(request, mount, snapshot)));
    }

    /** Those that anybody may know of, in the order of the config; of a hidden mount all are hidden. */
    private static List<String> variantsOf(MountSnapshot mount, List<MountSnapshot> all) {
        return all.stream()
                .filter(each -> each.terms().variantOf().equals(mount.name()))
                .filter(each -> mount.terms().hidden() || !each.terms().hidden())
                .map(MountSnapshot::name)
                .toList();
    }

    private List<MountSnapshot> snapshots() {
        return mounts.all().stream().map(MountView::snapshot).toList();
    }

    private static MountJson.@Nullable TitledMoment at(Request request, MountView mount, MountSnapshot snapshot) {
        Optional<Long> position = number(request, "position");
        Optional<Long> timeMillis = number(request, "time");
        if (position.isPresent() && timeMillis.isPresent()) {
            throw new HttpError(400, "Ask for a position or for a time, not for both.");
        }
        if (position.isPresent()) {
            return titled(mount, atPosition(position.get(), mount, snapshot), position.get());
        }
        if (timeMillis.isPresent()) {
            StreamMoment moment = atTime(timeMillis.get(), mount, snapshot);
            return titled(mount, moment, moment.position());
        }
        return null;
    }

    private static StreamMoment atPosition(long position, MountView mount, MountSnapshot snapshot) {
        long from = snapshot.retainedFrom().position();
        long edge = snapshot.edge().position();
        if (position < from || position > edge) {
            throw new HttpError(
                    404, "Position %d is not retained: there are %d to %d.".formatted(position, from, edge));
        }
        return mount.momentAt(position);
    }

    private static StreamMoment atTime(long timeMillis, MountView mount, MountSnapshot snapshot) {
        long from = StreamTime.toMillis(snapshot.retainedFrom().timeUnits());
        long edge = StreamTime.toMillis(snapshot.edge().timeUnits());
        // What is asked for relative to the live edge is bounded: whoever asks does not know how long the mount runs.
        long absolute = timeMillis < 0 ? Math.max(from, edge + timeMillis) : timeMillis;
        if (absolute < from || absolute > edge) {
            throw new HttpError(404, "Time %d ms is not retained: there are %d to %d.".formatted(absolute, from, edge));
        }
        return mount.momentAtTime(absolute * (StreamTime.UNITS_PER_SECOND / 1000));
    }

    /** The unit's moment with the title of {@code position}, which may lie inside the unit. */
    private static MountJson.TitledMoment titled(MountView mount, StreamMoment moment, long position) {
        return new MountJson.TitledMoment(
                moment.position(),
                StreamTime.toMillis(moment.timeUnits()),
                mount.titleAt(position).text());
    }

    private static Optional<Long> number(Request request, String name) {
        return request.query(name).map(text -> {
            if (!text.matches("-?[0-9]{1,15}")) {
                throw new HttpError(400, "%s is a whole number, such as 1000.".formatted(name));
            }
            return Long.valueOf(text);
        });
    }
}
