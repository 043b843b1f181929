package icy.server.cover;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture that can be given out.
 *
 * <p>Thread: any.
 */
public record Picture(String contentType, byte[] bytes) {
    private static final String JPEG = "image/jpeg";
    private static final String PNG = "image/png";
    private static final int PNG_FIRST = 0x89;

    /** One of those that {@link PictureReader} writes. */
    static Picture of(byte[] bytes) {
        return new Picture(bytes.length > 0 && (bytes[0] & 0xFF) == PNG_FIRST ? PNG : JPEG, bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Picture picture
                && contentType.equals(picture.contentType)
                && Arrays.equals(bytes, picture.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(contentType, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return contentType + " of " + bytes.length + " bytes";
    }
}
