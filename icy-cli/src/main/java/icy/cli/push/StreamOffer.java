package icy.cli.push;

/**
 * What a source tells the server of its stream.
 *
 * <p>Thread: any.
 *
 * @param kbps 0 if it is not known
 * @param sampleRate 0 if it is not known
 * @param channels 0 if it is not known
 */
record StreamOffer(
        String contentType,
        String name,
        String genre,
        String description,
        String url,
        boolean isPublic,
        int kbps,
        int sampleRate,
        int channels) {

    StreamOffer {
        name = oneLine(name);
        genre = oneLine(genre);
        description = oneLine(description);
        url = oneLine(url);
    }

    /** The value of {@code ice-audio-info}, as Icecast's own documentation has it. */
    String audioInfo() {
        StringBuilder info = new StringBuilder();
        add(info, "ice-samplerate", sampleRate);
        add(info, "ice-bitrate", kbps);
        add(info, "ice-channels", channels);
        return info.toString();
    }

    private static void add(StringBuilder info, String name, int value) {
        if (value > 0) {
            info.append(info.isEmpty() ? "" : ";").append(name).append('=').append(value);
        }
    }

    /** What becomes a header line must not become two. */
    private static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
