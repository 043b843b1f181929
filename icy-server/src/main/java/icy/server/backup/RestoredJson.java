package icy.server.backup;

import icy.server.state.Restored;
import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a restored backup has changed, as {@code POST /api/restore} answers.
 *
 * @param former the file that has what was kept before, in the data folder
 * @param tables how many rows of each there were, and are
 *     <p>Thread: any.
 */
@Json
record RestoredJson(boolean success, String message, String former, List<Table> tables) {
    @Json
    record Table(String name, long before, long after) {}

    static RestoredJson of(Restored restored) {
        String former = String.valueOf(restored.former().getFileName());
        return new RestoredJson(
                true,
                "All that was kept is now as the backup has it. What was kept before is in %s.".formatted(former),
                former,
                restored.tables().stream()
                        .map(table -> new Table(table.name(), table.before(), table.after()))
                        .toList());
    }
}
