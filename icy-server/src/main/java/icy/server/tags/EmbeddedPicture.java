package icy.server.tags;

import icy.core.tracks.AudioKind;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.images.Artwork;
import org.jaudiotagger.tag.reference.PictureTypes;

/**
 * The picture that a file of music has in its tags: the front cover, if one is called so.
 *
 * <p>Thread: any that may wait for a disk.
 */
public final class EmbeddedPicture {
    private static final int ID3_HEADER_BYTES = 10;

    /** Held, for a logger that nobody holds forgets what it was told. */
    private final Logger itsLogger = Logger.getLogger("org.jaudiotagger");

    private final int mostBytes;

    /** @param mostBytes of the picture, and of a tag before the music */
    public EmbeddedPicture(int mostBytes) {
        this.mostBytes = mostBytes;
        itsLogger.setLevel(Level.OFF); // it writes pages about each file
    }

    /**
     * The bytes of the picture as they are; empty if there is none.
     *
     * @throws IOException with a reason for people
     */
    public Optional<byte[]> read(Path file) throws IOException {
        AudioKind kind = AudioKind.of(file).orElse(null);
        if (kind == null || kind == AudioKind.OPUS || kind == AudioKind.AAC) {
            return Optional.empty(); // the library of tags does not know them
        }
        requireFittingTag(file);
        try {
            AudioFile read = AudioFileIO.read(new File(file.toString()));
            Tag tag = read.getTag();
            return tag == null ? Optional.empty() : front(tag);
        } catch (IOException e) {
            throw e;
        } catch (Exception | OutOfMemoryError | StackOverflowError e) { // lengths that lie make it ask for any memory
            throw new IOException("its tags make no sense", e);
        }
    }

    private Optional<byte[]> front(Tag tag) {
        return tag.getArtworkList().stream()
                .filter(artwork -> artwork.getBinaryData() != null && artwork.getBinaryData().length <= mostBytes)
                .min(Comparator.comparing(
                        (Artwork artwork) -> !PictureTypes.DEFAULT_ID.equals(artwork.getPictureType())))
                .map(Artwork::getBinaryData);
    }

    /** It reads an ID3v2 tag as a whole, however long that says it is. */
    private void requireFittingTag(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] header = new byte[ID3_HEADER_BYTES];
            in.readFully(header);
            boolean isTag = header[0] == 'I' && header[1] == 'D' && header[2] == '3';
            long size =
                    (header[6] & 0x7FL) << 21 | (header[7] & 0x7F) << 14 | (header[8] & 0x7F) << 7 | header[9] & 0x7F;
            if (isTag && size > 2L * mostBytes) {
                throw new IOException("its tag is said to have %d bytes".formatted(size));
            }
        } catch (EOFException e) {
            throw new IOException("it has but a few bytes", e);
        }
    }
}
