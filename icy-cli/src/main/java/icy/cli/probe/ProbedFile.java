package icy.cli.probe;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.TrackInfo;
import icy.core.mpeg.TrackTags;
import icy.core.mpeg.XingHeader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file and what is in it.
 *
 * <p>Thread: any.
 */
record ProbedFile(Path path, TrackInfo info) {

    double seconds() {
        return (double) info.durationUnits() / FrameHeader.UNITS_PER_SECOND;
    }

    /** For {@code --json}; what the file does not say is left out. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", path.toString());
        map.put("playable", info.whyUnplayable().isEmpty());
        info.whyUnplayable().ifPresent(reason -> map.put("unplayable", reason));
        map.put("bytes", info.fileBytes());
        map.put("frames", info.frames());
        map.put("seconds", Math.round(seconds() * 1000) / 1e3);
        map.put("bitrate", info.averageBitrateBps());
        map.put("variableBitrate", info.variableBitrate());
        map.put("formats", info.formats().stream().map(ProbedFile::format).toList());
        map.put("formatChanges", info.formatChanges());
        putText(map, "encoder", info.encoder());
        putKnown(map, "statedFrames", info.statedFrames());
        putKnown(map, "delaySamples", info.delaySamples());
        putKnown(map, "paddingSamples", info.paddingSamples());
        map.put("tags", tags(info.tags()));
        map.put("lostBytes", info.lostBytes());
        map.put("damageCount", info.damageCount());
        map.put("damages", info.damages().stream().map(ProbedFile::damage).toList());
        return map;
    }

    private static Map<String, Object> format(FrameFormat format) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", format.version().label());
        map.put("layer", format.layer());
        map.put("sampleRate", format.sampleRate());
        map.put("channels", format.channels());
        return map;
    }

    private static Map<String, Object> tags(TrackTags tags) {
        Map<String, Object> map = new LinkedHashMap<>();
        putText(map, "title", tags.title());
        putText(map, "artist", tags.artist());
        putText(map, "album", tags.album());
        putText(map, "albumArtist", tags.albumArtist());
        putText(map, "track", tags.trackNumber());
        putText(map, "year", tags.year());
        putText(map, "genre", tags.genre());
        map.put("cover", tags.hasCover());
        return map;
    }

    private static Map<String, Object> damage(TrackInfo.Damage damage) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", damage.position());
        map.put("bytes", damage.bytes());
        map.put("reason", damage.reason());
        return map;
    }

    private static void putText(Map<String, Object> map, String key, String text) {
        if (!text.isEmpty()) {
            map.put(key, text);
        }
    }

    private static void putKnown(Map<String, Object> map, String key, long number) {
        if (number != XingHeader.UNKNOWN) {
            map.put(key, number);
        }
    }

    List<FrameFormat> formats() {
        return info.formats();
    }
}
