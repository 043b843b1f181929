package icy.server.queue;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * A card for Yoto's players that plays a stream, as {@code POST https://api.yotoplay.com/content} takes it
 * (yoto.dev/myo/streaming-tracks).
 *
 * @param title at most 100 characters, as a queue's name has
 */
@Json
record YotoCard(String title, Content content, Metadata metadata) {
    /** Two notes, from Yoto's public icons: each chapter must have one. */
    private static final Display NOTES = new Display("yoto:#ZuVmuvnoFiI4el6pBPvq0ofcgQ18HjrCmdPEE7GCnP8");

    private static final String FIRST = "01";
    private static final String LABEL = "1";

    @Json
    record Content(List<Chapter> chapters) {}

    @Json
    record Chapter(String key, String title, String overlayLabel, List<Track> tracks, Display display) {}

    /** @param type stream: asked for anew each time it is played */
    @Json
    record Track(
            String key,
            String title,
            String trackUrl,
            String type,
            String format,
            String overlayLabel,
            Display display) {}

    @Json
    record Display(String icon16x16) {}

    @Json
    record Metadata(String description) {}

    static YotoCard of(String name, String streamUrl) {
        Track track = new Track(FIRST, name, streamUrl, "stream", "mp3", LABEL, NOTES);
        Chapter chapter = new Chapter(FIRST, name, LABEL, List.of(track), NOTES);
        return new YotoCard(name, new Content(List.of(chapter)), new Metadata("The queue \"%s\"".formatted(name)));
    }
}
