package icy.cli.probe;

import icy.cli.TextTable;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TrackInfo;
import icy.core.mpeg.XingHeader;
import java.io.PrintWriter;
import java.util.List;

/**
 * What was found, as a table for people; what is wrong with a file stands below its row.
 *
 * <p>Thread: any.
 */
final class ProbeTable {

    private static final String[] HEADINGS = {
        "LENGTH", "KBIT/S", "FORMAT", "FRAMES", "ENCODER", "DELAY/PAD", "TITLE", "FILE"
    };

    private static final int MOST_DAMAGES_SHOWN = 5;

    /** Longer titles are cut; the file's name, which is last, never is. */
    private static final int MOST_CHARACTERS = 48;

    private ProbeTable() {}

    static void print(List<ProbedFile> files, PrintWriter out) {
        TextTable table = new TextTable(HEADINGS);
        files.forEach(file -> table.row(row(file)));
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            out.println(lines.get(i));
            if (i > 0) {
                explain(files.get(i - 1).info(), out);
            }
        }
    }

    private static String[] row(ProbedFile file) {
        TrackInfo info = file.info();
        boolean playable = info.whyUnplayable().isEmpty();
        return new String[] {
            playable ? length(file.seconds()) : "-",
            info.averageBitrateBps() > 0
                    ? Math.round(info.averageBitrateBps() / 1e3) + (info.variableBitrate() ? " vbr" : "")
                    : "-",
            formats(file.formats()),
            "%,d".formatted(info.frames()),
            info.encoder().isEmpty() ? "-" : info.encoder(),
            known(info.delaySamples()) + "/" + known(info.paddingSamples()),
            cut(info.tags().displayTitle(String.valueOf(file.path().getFileName()))),
            file.path().toString()
        };
    }

    private static void explain(TrackInfo info, PrintWriter out) {
        info.whyUnplayable().ifPresent(reason -> out.println("  unplayable: " + reason));
        List<TrackInfo.Damage> damages = info.damages();
        for (TrackInfo.Damage damage : damages.subList(0, Math.min(MOST_DAMAGES_SHOWN, damages.size()))) {
            out.println("  damage at byte %,d: %s, %,d byte%s"
                    .formatted(damage.position(), damage.reason(), damage.bytes(), damage.bytes() == 1 ? "" : "s"));
        }
        long more = info.damageCount() - MOST_DAMAGES_SHOWN;
        if (more > 0) {
            out.println(
                    "  and %,d more place%s; %,d bytes in all".formatted(more, more == 1 ? "" : "s", info.lostBytes()));
        }
    }

    /** {@code 3:07.250}, {@code 1:02:03.000}. */
    static String length(double seconds) {
        long millis = Math.round(seconds * 1000);
        long minutes = millis / 60_000;
        String rest = "%02d.%03d".formatted(millis / 1000 % 60, millis % 1000);
        return minutes < 60 ? minutes + ":" + rest : "%d:%02d:%s".formatted(minutes / 60, minutes % 60, rest);
    }

    /** The first, and how many more there are: players follow a change badly, so it is worth seeing. */
    private static String formats(List<FrameFormat> formats) {
        if (formats.isEmpty()) {
            return "-";
        }
        return formats.get(0) + (formats.size() > 1 ? " +" + (formats.size() - 1) : "");
    }

    private static String known(int samples) {
        return samples == XingHeader.UNKNOWN ? "-" : Integer.toString(samples);
    }

    private static String cut(String text) {
        return characters(text) <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
