package icy.cli.ctl;

import icy.cli.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said of stations and their tracks.
 *
 * <p>Thread: any.
 */
final class StationText {

    private StationText() {}

    /** {@code playing The Paper Harbour - Harbour Lights, 0:42 of 3:07}. */
    static String line(Facts station) {
        String track = station.track("track");
        if (track.isEmpty()) {
            return station.text("state");
        }
        return station.text("state") + " " + track + ", " + place(station, " of ");
    }

    static String table(List<Facts> stations) {
        TextTable table = new TextTable("STATION", "STATE", "AT", "VOLUME", "ORDER", "TRACK");
        for (Facts station : stations) {
            table.row(
                    station.text("id"),
                    station.text("state"),
                    place(station, " / "),
                    Math.round(station.number("volume") * 100) + " %",
                    order(station),
                    station.track("track"));
        }
        List<String> lines = new ArrayList<>(table.lines());
        for (Facts station : stations) {
            String before = stations.size() > 1 ? station.text("id") + ": " : "";
            add(lines, before + "message", station.text("dj_message"));
            if (!station.object("extras").fields().isEmpty()) {
                add(
                        lines,
                        before + "extras",
                        Answer.json(station.object("extras").fields()));
            }
        }
        return String.join("\n", lines);
    }

    /** Tracks in their order, the present one marked. */
    static String tracks(List<Facts> tracks, int current) {
        TextTable table = new TextTable("", "#", "LENGTH", "TRACK", "FILE");
        for (int i = 0; i < tracks.size(); i++) {
            Facts track = tracks.get(i);
            double seconds = track.number("duration_s");
            table.row(
                    i == current ? ">" : "",
                    Integer.toString(i),
                    seconds > 0 ? PlayTime.shown(seconds) : "-",
                    track.trackName(),
                    track.text("path"));
        }
        return String.join("\n", table.lines());
    }

    private static String place(Facts station, String between) {
        String position = PlayTime.shown(station.number("position_s"));
        double duration = station.number("duration_s");
        return duration > 0 ? position + between + PlayTime.shown(duration) : position;
    }

    private static String order(Facts station) {
        String loop = station.text("loop");
        String looped = loop.equals("off") || loop.isEmpty() ? "once" : "loop " + loop;
        return station.flag("shuffle") ? "shuffle, " + looped : looped;
    }

    private static void add(List<String> lines, String what, String text) {
        if (!text.isEmpty()) {
            lines.add(what + ": " + text);
        }
    }
}
