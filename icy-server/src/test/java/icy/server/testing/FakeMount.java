package icy.server.testing;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.config.StationInfo;
import icy.server.mount.MountSnapshot;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import icy.server.mount.PlayedTitle;
import icy.server.mount.StreamMoment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mount of 128 kbit/s (16 bytes a millisecond) whose audience, titles and live edge are what the test says. The last
 * ten seconds are retained.
 *
 * <p>Thread: any.
 */
public final class FakeMount implements MountView {
    public static final Instant BEGAN = Instant.parse("2026-11-20T22:45:08Z");
    private static final long BYTES_PER_MILLI = 16;
    private static final long RETAINED_MILLIS = 10_000;

    private final String name;
    private final TreeMap<Long, StreamTitle> titles = new TreeMap<>(Map.of(0L, StreamTitle.NONE));
    private volatile StationInfo info = new StationInfo("Radio Exämple", "Rock", "A desc", "http://example.com/", true);
    private volatile MountSnapshot.Format format = new MountSnapshot.Format("audio/mpeg", 128, 44_100, 2);
    private volatile int listeners;
    private volatile boolean onAir = true;
    private volatile boolean hidden;
    private volatile boolean mayBeOff;
    private volatile String fallback = "";
    private volatile MountSnapshot.@Nullable Source source;
    private volatile long edgeMillis = 60_000;

    public FakeMount(String name) {
        this.name = name;
    }

    public static MountsView mounts(FakeMount... mounts) {
        return new MountsView() {
            @Override
            public List<FakeMount> all() {
                return List.of(mounts);
            }

            @Override
            public Optional<FakeMount> named(String name) {
                return all().stream().filter(mount -> mount.name.equals(name)).findFirst();
            }
        };
    }

    public FakeMount info(StationInfo info) {
        this.info = info;
        return this;
    }

    public FakeMount format(String contentType, int bitrateKbps, int sampleRate, int channels) {
        this.format = new MountSnapshot.Format(contentType, bitrateKbps, sampleRate, channels);
        return this;
    }

    public FakeMount listeners(int listeners) {
        this.listeners = listeners;
        return this;
    }

    public FakeMount onAir(boolean onAir) {
        this.onAir = onAir;
        return this;
    }

    public FakeMount hidden() {
        this.hidden = true;
        return this;
    }

    /** Nothing is wrong while it is off the air. */
    public FakeMount mayBeOff() {
        this.mayBeOff = true;
        return this;
    }

    public FakeMount fallback(String mount) {
        this.fallback = mount;
        return this;
    }

    /** An encoder that logged in as {@code user}, from 192.0.2.7. */
    public FakeMount live(String user, String agent, Instant since) {
        return source(
                new MountSnapshot.Source("live", user, "192.0.2.7", agent, "", "", since, 1_434_480, 480, 6, 512));
    }

    public FakeMount source(MountSnapshot.Source source) {
        this.source = source;
        return this;
    }

    /** {@code title} comes into force at the live edge. */
    public FakeMount title(String title) {
        synchronized (titles) {
            titles.put(edgeMillis * BYTES_PER_MILLI, StreamTitle.of(title));
        }
        return this;
    }

    public FakeMount play(long millis) {
        edgeMillis += millis;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MountSnapshot snapshot() {
        long millis = edgeMillis;
        long titlePosition;
        StreamTitle title;
        synchronized (titles) {
            titlePosition = titles.lastKey();
            title = titles.lastEntry().getValue();
        }
        return new MountSnapshot(
                name,
                "run-1",
                info,
                new MountSnapshot.Terms(hidden, false, mayBeOff, 500, false, fallback, ""),
                onAir,
                BEGAN,
                format,
                new MountSnapshot.Supply(source, 3, 2),
                title,
                titlePosition,
                moment(millis),
                BEGAN.toEpochMilli() + millis,
                moment(millis - RETAINED_MILLIS),
                new MountSnapshot.Audience(
                        listeners,
                        Math.max(0, listeners - 1),
                        listeners + 3,
                        95,
                        1,
                        listeners + 1,
                        40,
                        123_456_789_012L,
                        5,
                        Map.of("left", 30L, "too slow", 2L),
                        1_500_000,
                        9_000));
    }

    @Override
    public StreamMoment momentAt(long position) {
        return moment(within(position / BYTES_PER_MILLI));
    }

    @Override
    public StreamMoment momentAtTime(long timeUnits) {
        return moment(within(StreamTime.toMillis(timeUnits)));
    }

    private long within(long millis) {
        return Math.max(edgeMillis - RETAINED_MILLIS, Math.min(millis, edgeMillis));
    }

    private static StreamMoment moment(long millis) {
        return new StreamMoment(millis * BYTES_PER_MILLI, millis * StreamTime.UNITS_PER_SECOND / 1000);
    }

    @Override
    public StreamTitle titleAt(long position) {
        synchronized (titles) {
            return titles.floorEntry(position).getValue();
        }
    }

    @Override
    public List<PlayedTitle> history() {
        synchronized (titles) {
            return titles.descendingMap().entrySet().stream()
                    .filter(entry -> !entry.getValue().text().isEmpty())
                    .map(entry -> new PlayedTitle(
                            BEGAN.plusMillis(entry.getKey() / BYTES_PER_MILLI),
                            entry.getValue().text()))
                    .collect(Collectors.toList());
        }
    }
}
