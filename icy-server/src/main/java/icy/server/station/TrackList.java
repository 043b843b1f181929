package icy.server.station;

import java.nio.file.Path;
import java.util.List;

/**
 * A station's playlist or queue at one moment.
 *
 * <p>Thread: any.
 *
 * @param revision another one for each other content
 * @param present where what plays stands in it; -1 if it does not
 */
public record TrackList(List<Path> tracks, int present, String revision) {}
