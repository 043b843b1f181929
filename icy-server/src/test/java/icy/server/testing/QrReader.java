package icy.server.testing;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Reads QR codes as a phone does, out of whatever picture they are in.
 *
 * <p>Thread: any.
 */
public final class QrReader {
    private QrReader() {}

    /**
     * The text of the code in a PNG.
     *
     * @throws ReaderException if there is none that can be read
     */
    public static String read(byte[] png) throws IOException, ReaderException {
        return read(png, DecodeHintType.TRY_HARDER);
    }

    /** The same of a PNG that shows nothing but the code; among other things the reader overlooks one in thousands. */
    public static String readDrawn(byte[] png) throws IOException, ReaderException {
        return read(png, DecodeHintType.PURE_BARCODE);
    }

    private static String read(byte[] png, DecodeHintType hint) throws IOException, ReaderException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader().decode(bitmap, Map.of(hint, true)).getText();
    }
}
