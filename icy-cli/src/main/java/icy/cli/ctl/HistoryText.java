package icy.cli.ctl;

import icy.cli.TextTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A station's history, in the time of this machine.
 *
 * <p>Thread: any.
 */
final class HistoryText {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private HistoryText() {}

    static String of(Answer answer) {
        TextTable table = new TextTable("WHEN", "WHAT", "AT", "TRACK");
        for (Facts entry : answer.objects("history")) {
            String title = entry.object("metadata").text("title");
            table.row(
                    moment(entry.text("timestamp")),
                    entry.text("event_type"),
                    PlayTime.shown(entry.number("position_s")),
                    title.isEmpty() ? entry.track("track") : title);
        }
        return String.join("\n", table.lines());
    }

    private static String moment(String timestamp) {
        try {
            return MOMENT.format(Instant.parse(timestamp).atZone(ZoneId.systemDefault()));
        } catch (DateTimeException e) {
            return timestamp;
        }
    }
}
