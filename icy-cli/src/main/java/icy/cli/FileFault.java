package icy.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says in words what is wrong with a file: the exceptions of the JDK have the bare path as their message.
 *
 * <p>Thread: any.
 */
public final class FileFault {

    private FileFault() {}

    /** With the path in front, if it is about one. */
    static String sentence(IOException e) {
        return e instanceof FileSystemException fault && fault.getFile() != null
                ? fault.getFile() + ": " + reason(e)
                : reason(e);
    }

    /** What is wrong, without the path. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not; check the permissions";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "a file stands there, not a folder";
        }
        String reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
