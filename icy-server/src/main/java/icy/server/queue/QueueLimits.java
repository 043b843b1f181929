package icy.server.queue;

import icy.server.http.HttpError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of everything there may be, and what is said to whoever wants more.
 *
 * <p>Thread: any.
 */
final class QueueLimits {
    static final int MOST_QUEUES = 1_000;
    static final int MOST_TEMPLATES = 1_000;
    static final int MOST_FILES = 10_000;

    /** In all queues and templates together: they are all in memory, some 200 bytes each. */
    static final int MOST_FILES_IN_ALL = 200_000;

    static final int MOST_FILE_NAME_CHARACTERS = 1_000;
    static final int MOST_ACTIVATIONS = 1_000;
    static final int MOST_HOOKS = 100;

    private static final int MOST_NAME_CHARACTERS = 100;
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{M}\\p{N} _.&+:'!(),;=@~*$-]{1," + MOST_NAME_CHARACTERS + "}");

    /** What the API's own paths are called, and what no URL can end in. */
    private static final Pattern TAKEN = Pattern.compile("queues|templates|plays|export|import|\\.{1,2}");

    private QueueLimits() {}

    /** This name, unless no queue or template can have it. */
    static String requireName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches() || !name.equals(name.strip())) {
            throw new HttpError(
                    422,
                    "A name has 1 to %d letters, digits, spaces and - _ . & + : ' ! ( ) , ; = @ ~ * $ and no space at either end."
                            .formatted(MOST_NAME_CHARACTERS));
        }
        if (TAKEN.matcher(name).matches()) {
            throw new HttpError(422, "\"%s\" has a meaning of its own here: choose another name.".formatted(name));
        }
        return name;
    }

    static void requireRoom(QueueBook book) {
        require(book.queues().size(), MOST_QUEUES, "queues", "delete one that is not needed");
        require(book.templates().size(), MOST_TEMPLATES, "templates", "delete one that is not needed");
        require(book.activations().size(), MOST_ACTIVATIONS, "activations", "delete one that is not needed");
        require(book.hooks().size(), MOST_HOOKS, "hooks", "delete one that is not needed");
        require(book.files(), MOST_FILES_IN_ALL, "files in all queues", "empty a queue that is not needed");
    }

    static void requireFiles(int files) {
        require(files, MOST_FILES, "files in the queue", "make another queue");
    }

    private static void require(int there, int most, String what, String instead) {
        if (there > most) {
            throw new HttpError(
                    422, "There would be %d %s; at most %d can be kept: %s.".formatted(there, what, most, instead));
        }
    }
}
