package icy.server.cover;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG and PNG and makes them small. How large a picture is is read from its header first, and one too large for the
 * memory is refused there; the others are decoded with as many pixels left out as will not be missed.
 *
 * <p>Thread: a worker for what costs processor time.
 */
final class PictureReader {
    static final int MOST_BYTES = 16 << 20;

    private static final long MOST_PIXELS = 25_000_000;
    private static final int MOST_SIDE = 20_000;
    private static final double QUALITY = 0.86;
    private static final int PNG_FIRST = 0x89;
    private static final int JPEG_FIRST = 0xFF;
    private static final int JPEG_SECOND = 0xD8;

    static {
        headless();
        ImageIO.setUseCache(false); // which would be files
    }

    /** Or drawing would look for a screen. */
    private static void headless() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /** @throws UnfitPicture if that is none that can be made small */
    void inspect(byte[] bytes) throws IOException {
        reading(bytes, reader -> null);
    }

    /**
     * The picture, so many pixels wide or high at most; never larger than it is.
     *
     * @throws UnfitPicture if that is none that can be made small
     */
    Picture small(byte[] bytes, int pixels) throws IOException {
        return written(image(bytes, pixels));
    }

    /** As above, on white where it is transparent, which makes it a JPEG, and so of few bytes. */
    Picture opaque(byte[] bytes, int pixels) throws IOException {
        BufferedImage image = image(bytes, pixels);
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = opaque.createGraphics();
        try {
            canvas.drawImage(image, 0, 0, Color.WHITE, null);
        } finally {
            canvas.dispose();
        }
        return written(opaque);
    }

    /** As {@link #small}, to be drawn. */
    BufferedImage image(byte[] bytes, int pixels) throws IOException {
        BufferedImage decoded = reading(bytes, reader -> decode(reader, pixels));
        if (decoded == null) {
            throw new UnfitPicture("nothing was decoded");
        }
        if (Math.max(decoded.getWidth(), decoded.getHeight()) <= pixels) {
            return decoded;
        }
        return Thumbnails.of(decoded).size(pixels, pixels).asBufferedImage();
    }

    /** What has no transparent places becomes a JPEG. */
    static Picture written(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean transparent = image.getColorModel().hasAlpha();
        Thumbnails.of(image)
                .scale(1)
                .outputFormat(transparent ? "png" : "jpg")
                .outputQuality(QUALITY)
                .toOutputStream(bytes);
        return Picture.of(bytes.toByteArray());
    }

    private interface Decoding {
        @Nullable
        BufferedImage by(ImageReader reader) throws IOException;
    }

    private static @Nullable BufferedImage reading(byte[] bytes, Decoding decoding) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format(bytes)).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, /* seekForwardOnly= */ false, /* ignoreMetadata= */ true);
            requireFit(reader.getWidth(0), reader.getHeight(0));
            return decoding.by(reader);
        } catch (UnfitPicture e) {
            throw e;
        } catch (IOException
                | RuntimeException e) { // the JDK's readers throw whatever a broken file makes them stumble on
            throw new UnfitPicture("it is broken, or of a kind that is not known here");
        } finally {
            reader.dispose();
        }
    }

    private static String format(byte[] bytes) throws UnfitPicture {
        if (bytes.length > MOST_BYTES) {
            throw UnfitPicture.tooLong(bytes.length);
        }
        int first = bytes.length < 2 ? 0 : bytes[0] & 0xFF;
        if (first == PNG_FIRST) {
            return "png";
        }
        if (first == JPEG_FIRST && (bytes[1] & 0xFF) == JPEG_SECOND) {
            return "jpeg";
        }
        throw new UnfitPicture("it is neither a JPEG nor a PNG");
    }

    private static void requireFit(int width, int height) throws UnfitPicture {
        boolean fits = width > 0
                && height > 0
                && width <= MOST_SIDE
                && height <= MOST_SIDE
                && (long) width * height <= MOST_PIXELS;
        if (!fits) {
            throw new UnfitPicture(
                    "it has %,d by %,d pixels, and %,d in all are the most".formatted(width, height, MOST_PIXELS));
        }
    }

    private static BufferedImage decode(ImageReader reader, int pixels) throws IOException {
        int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
        int step = Math.max(1, longest / (2 * pixels)); // twice as many as are wanted, for scaling to be smooth
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        BufferedImage decoded = reader.read(0, param);
        Orientation orientation = orientation(reader);
        return orientation == null || orientation == Orientation.TOP_LEFT
                ? decoded
                : ExifFilterUtils.getFilterForOrientation(orientation).apply(decoded);
    }

    /** How a camera was held; null if nothing says it. */
    private static @Nullable Orientation orientation(ImageReader reader) {
        try {
            return ExifUtils.getExifOrientation(reader, 0);
        } catch (IOException | RuntimeException e) {
            return null; // what cannot be read is taken as it is
        }
    }
}
