package icy.core.mpeg;

import java.util.Locale;

/**
 * Names what a file really is that calls itself an MP3 and has no frames, by its first bytes, so that a report can say
 * more than "no frames found".
 *
 * <p>Thread: any.
 */
final class ForeignFile {

    /** How many first bytes are looked at. */
    static final int BYTES = 16;

    private ForeignFile() {}

    /** For instance "Ogg"; empty if the bytes say nothing. */
    static String name(byte[] first, int count) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ascii.append((char) (first[i] & 0xFF));
        }
        String start = ascii.toString();
        String markup = start.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("OggS")) {
            return "Ogg";
        } else if (start.startsWith("RIFF")) {
            return "a WAV file";
        } else if (start.startsWith("fLaC")) {
            return "FLAC";
        } else if (start.startsWith("FORM")) {
            return "an AIFF file";
        } else if (start.startsWith("MThd")) {
            return "a MIDI file";
        } else if (start.startsWith("0&\u00b2u")) {
            return "Windows Media (ASF)";
        } else if (start.startsWith("ftyp", 4)) {
            return "MPEG-4 (M4A)";
        } else if (start.startsWith("\u001aE\u00df\u00a3")) {
            return "Matroska or WebM";
        } else if (start.startsWith("MP+") || start.startsWith("MPCK")) {
            return "Musepack";
        } else if (start.startsWith("\u0089PNG")
                || start.startsWith("\u00ff\u00d8\u00ff")
                || start.startsWith("GIF8")) {
            return "a picture";
        } else if (start.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive";
        } else if (markup.startsWith("<!doctype") || markup.startsWith("<html") || markup.startsWith("<?xml")) {
            return "a web page or XML";
        } else if (count >= 2 && (first[0] & 0xFF) == 0xFF && (first[1] & 0xF6) == 0xF0) {
            return "AAC (ADTS)";
        }
        return "";
    }
}
