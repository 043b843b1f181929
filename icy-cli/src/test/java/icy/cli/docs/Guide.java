package icy.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of docs/ and the fenced blocks in it, each of which must have a language: what it is decides what is done with it.
 *
 * <p>Thread: any.
 */
record Guide(String name, List<Snippet> snippets) {

    private static final String FENCE = "```";
    private static final Pattern FILE_NAME = Pattern.compile("(?:#|//) ([\\w-]+\\.(?:py|java))\\n");

    /**
     * A fenced block.
     *
     * @param line where it begins, counted from 1
     */
    record Snippet(int line, String language, String text) {

        /** What the reader is to save it as, if its first line says so; else empty. */
        String fileName() {
            Matcher first = FILE_NAME.matcher(text);
            return first.lookingAt() ? first.group(1) : "";
        }

        /** Whether it shows what the one before it prints. */
        boolean isOutput() {
            return language.equals("text") || language.equals("json");
        }

        /** Whether this is it. In both, white space is there to be read; what stands for "…" varies. */
        boolean shows(String printed) {
            String regex = Pattern.quote(normal(text)).replace("…", "\\E.*?\\Q");
            return Pattern.compile(regex, Pattern.DOTALL)
                    .matcher(normal(printed))
                    .matches();
        }

        private String normal(String output) {
            return output.strip().replaceAll("\\s+", language.equals("json") ? "" : " ");
        }
    }

    static Guide read(Path file) throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                continue;
            }
            if (begin < 0) {
                begin = i;
            } else {
                String language = lines.get(begin).substring(FENCE.length());
                String text = String.join("\n", lines.subList(begin + 1, i)) + "\n";
                snippets.add(new Snippet(begin + 1, language, text));
                begin = -1;
            }
        }
        if (begin >= 0) {
            throw new IOException("%s:%d: a fence that is not closed".formatted(file, begin + 1));
        }
        return new Guide(String.valueOf(file.getFileName()), snippets);
    }
}
