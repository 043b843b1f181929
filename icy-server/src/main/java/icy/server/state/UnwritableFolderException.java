package icy.server.state;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder cannot be made or written, so that nothing can be kept in it. The message is a sentence for the operator.
 *
 * <p>Thread: any.
 */
public final class UnwritableFolderException extends IOException {
    private static final long serialVersionUID = 1;

    UnwritableFolderException(Path folder, IOException why) {
        super(
                "%s: nothing can be kept in this folder (%s); make it writable, or choose another with --data"
                        .formatted(folder, why),
                why);
    }
}
