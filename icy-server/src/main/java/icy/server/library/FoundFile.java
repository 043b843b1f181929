package icy.server.library;

import java.nio.file.Path;

/**
 * A file as a look at its folder shows it.
 *
 * @param path what clients call it
 * @param folder the media folder it is in
 * @param folderCover name of an image beside it, or nothing
 *     <p>Thread: any.
 */
record FoundFile(String path, Path folder, Path file, long sizeBytes, long modifiedMillis, String folderCover) {

    /** Whether it is still the file that was read then. */
    boolean isAs(Stamp known) {
        return known.sizeBytes() == sizeBytes
                && known.modifiedMillis() == modifiedMillis
                && known.file().equals(file.toString())
                && known.folderCover().equals(folderCover);
    }

    /**
     * What the library knows of a file that tells whether it has changed.
     *
     * @param row its place in the library
     * @param missing whether it was not there when last looked for
     */
    record Stamp(long row, String file, long sizeBytes, long modifiedMillis, String folderCover, boolean missing) {}
}
