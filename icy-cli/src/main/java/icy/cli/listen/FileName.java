package icy.cli.listen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * File names made of titles that strangers chose.
 *
 * <p>Thread: any.
 */
final class FileName {

    /** Most file systems take 255 bytes; the rest is for a number and the extension. */
    private static final int MOST_BYTES = 200;

    private FileName() {}

    /**
     * A name that is safe everywhere: no separator, no character that Windows or a shell objects to, not hidden, not
     * empty, not too long.
     */
    static String of(String title) {
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int c : title.strip().codePoints().toArray()) {
            int safe = Character.isISOControl(c) || "/\\:*?\"<>|".indexOf(c) >= 0 || !isText(c) ? '_' : c;
            bytes += Character.toString(safe).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            name.appendCodePoint(safe);
        }
        String trimmed = name.toString().replaceAll("^[.\\s]+|[.\\s]+$", "");
        return trimmed.isEmpty() ? "untitled" : trimmed;
    }

    /** Moves {@code file} into {@code folder} under {@code name}, or with a number behind it: nothing is replaced. */
    static Path claim(Path file, Path folder, String name, String extension) throws IOException {
        for (int i = 1; ; i++) {
            Path target = folder.resolve(name + (i == 1 ? "" : " (" + i + ")") + extension);
            if (!Files.exists(target)) {
                return Files.move(file, target);
            }
        }
    }

    private static boolean isText(int c) {
        int type = Character.getType(c);
        return type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE
                && type != Character.FORMAT;
    }
}
