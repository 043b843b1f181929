package icy.server.transcode;

import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file in the cache is called: a digest of all that makes it what it is, so that another file, another time of
 * change, another bitrate or another encoder is another name.
 *
 * <p>Thread: any.
 */
final class CacheName {
    /** Changes with what we tell encoders, and what we make of what they make. */
    private static final int MANNER = 1;

    private static final int DIGEST_BYTES = 16;

    private CacheName() {}

    /** Of that file in a codec, otherwise as like it as can be. */
    static String of(FileStamp stamp, OutputCodec codec, int bitrateBps, String encoder) {
        return of(stamp, codec, bitrateBps + " like the original", encoder);
    }

    /** Of that file in exactly this format. */
    static String of(FileStamp stamp, EncodedFormat format, String encoder) {
        String exactly = "%d %d Hz %d".formatted(format.bitrateBps(), format.sampleRate(), format.channels());
        return of(stamp, format.codec(), exactly, encoder);
    }

    private static String of(FileStamp stamp, OutputCodec codec, String what, String encoder) {
        String all = String.join(
                "\0",
                stamp.path().toString(),
                stamp.modified().toString(),
                String.valueOf(stamp.bytes()),
                codec.label(),
                what,
                encoder,
                String.valueOf(MANNER));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + "." + codec.label();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
