package icy.server.station;

import icy.server.http.HttpError;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests to a station hold.
 *
 * <p>Thread: any.
 */
final class StationRequests {
    private StationRequests() {}

    /** {@code PUT …/playlist}: ids, paths, or indexes in the playlist as it is now. */
    @Json
    record Tracks(@Nullable List<@Nullable Object> tracks) {
        static final String SHAPE = "{\"tracks\": [\"a.mp3\", \"b.mp3\"]}";
    }

    /**
     * A track by its id, its path or its index in the playlist.
     *
     * @param at where to put it
     */
    @Json
    record One(@Nullable Object track, @Nullable Integer at) {
        static final String SHAPE = "{\"track\": \"a.mp3\"}";
    }

    /** What to play: as in {@link One}, or a number under a name of its own; without either, what is next. */
    @Json
    record Play(@Nullable Object track, @Nullable Integer index) {
        static final String SHAPE = One.SHAPE;

        @Nullable
        Object asked() {
            return track == null ? index : track;
        }
    }

    @Json
    record Position(@Nullable Double seconds) {
        static final String SHAPE = "{\"seconds\": 42.5}";
    }

    @Json
    record Volume(@Nullable Double volume) {
        static final String SHAPE = "{\"volume\": 0.8}";
    }

    @Json
    record Mode(@Nullable Boolean shuffle, @Nullable String loop) {
        static final String SHAPE = "{\"shuffle\": true, \"loop\": \"all\"}";
    }

    @Json
    record Message(@Nullable String text, @Nullable Double seconds) {
        static final String SHAPE = "{\"text\": \"Good morning!\", \"seconds\": 15}";
    }

    /** @throws HttpError if it is left out */
    static <T> T required(@Nullable T value, String shape) {
        if (value == null) {
            throw new HttpError(422, "Something is missing: write it like %s.".formatted(shape));
        }
        return value;
    }
}
