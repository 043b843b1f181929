package icy.server.state;

import java.nio.file.Path;
import java.util.List;

/**
 * What a restored backup has changed.
 *
 * @param former where what was kept before is now
 * @param tables all of them
 *     <p>Thread: any.
 */
public record Restored(Path former, List<Table> tables) {
    /** How many rows a table had before, and how many it has now. */
    public record Table(String name, long before, long after) {}
}
