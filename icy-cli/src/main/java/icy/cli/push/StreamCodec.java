package icy.cli.push;

import icy.core.mpeg.FrameScanner;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What a stream can consist of. A connection carries one codec.
 *
 * <p>Thread: any.
 */
enum StreamCodec {
    MP3("audio/mpeg", ".mp3") {
        @Override
        UnitParser parser(long totalBytes, UnitParser.Sink sink) {
            return new Mp3Parser(totalBytes, sink);
        }

        @Override
        Entries entries() {
            return new PrimedEntries();
        }
    },
    /** In ADTS frames, each of which can be begun at. */
    AAC("audio/aac", ".aac") {
        @Override
        UnitParser parser(long totalBytes, UnitParser.Sink sink) {
            return new AacParser(sink);
        }

        @Override
        Entries entries() {
            return Entries.ANYWHERE;
        }
    },
    /** With Vorbis, Opus or FLAC in it. */
    OGG("application/ogg", ".ogg", ".oga", ".opus") {
        @Override
        UnitParser parser(long totalBytes, UnitParser.Sink sink) {
            return new OggParser(sink);
        }

        @Override
        Entries entries() {
            return new OggEntries(new Random());
        }

        @Override
        boolean carriesTitles() {
            return true;
        }
    };

    /** For inputs whose length is not known beforehand. */
    static final long UNKNOWN_LENGTH = FrameScanner.UNKNOWN_LENGTH;

    /** How many first bytes tell what an input is. */
    static final int TELLING_BYTES = 4;

    private final String contentType;
    private final Set<String> endings;

    StreamCodec(String contentType, String... endings) {
        this.contentType = contentType;
        this.endings = Set.of(endings);
    }

    abstract UnitParser parser(long totalBytes, UnitParser.Sink sink);

    /** What the connections of one push begin with. */
    abstract Entries entries();

    /** Whether titles are part of the stream, so that the server need not be told them. */
    boolean carriesTitles() {
        return false;
    }

    String contentType() {
        return contentType;
    }

    /** Of file names, in lower case. */
    Set<String> endings() {
        return endings;
    }

    /**
     * By the first bytes, which do not lie, and where they say nothing by the name. What is none of these is taken for
     * MP3, whose parser says best what it is instead.
     */
    static StreamCodec of(byte[] first, int count, String fileName) {
        if (count >= 4 && first[0] == 'O' && first[1] == 'g' && first[2] == 'g' && first[3] == 'S') {
            return OGG;
        }
        boolean isAdts = count >= 2 && first[0] == -1 && (first[1] & 0xF6) == 0xF0;
        boolean isTag = count >= 3 && first[0] == 'I' && first[1] == 'D' && first[2] == '3';
        boolean isNamedAac = fileName.toLowerCase(Locale.ROOT).endsWith(".aac");
        return isAdts || (isTag && isNamedAac) ? AAC : MP3;
    }
}
