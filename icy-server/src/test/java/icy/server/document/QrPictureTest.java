package icy.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import icy.server.http.PublicAddress;
import icy.server.testing.QrReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QrPictureTest {
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    @Property(tries = 300)
    void whatIsDrawnIsReadBack(
            @ForAll @StringLength(min = 1, max = 100) String text, @ForAll @IntRange(min = 100, max = 1200) int pixels)
            throws IOException, ReaderException {
        String url = "http://radio.example/" + PublicAddress.encodePath(text);
        assertThat(QrReader.readDrawn(new QrPicture(url).png(pixels))).isEqualTo(url);
    }

    @Test
    void thePngIsAsWideAsAskedFor() throws IOException {
        BufferedImage image = image(new QrPicture("http://radio.example:8000/stream").png(401));
        assertThat(image.getWidth()).isEqualTo(401);
        assertThat(image.getHeight()).isEqualTo(401);
    }

    @Test
    void theSvgHasTheModulesOfThePng() throws IOException {
        QrPicture picture = new QrPicture("http://radio.example:8000/stream");
        BufferedImage png = image(picture.png(1));
        int pixels = 3; // the fewest of a module
        String svg = picture.svg();
        assertThat(svg).contains("viewBox=\"0 0 %1$d %1$d\"".formatted(png.getWidth() / pixels));
        long dark = MODULE.matcher(svg)
                .results()
                .filter(at ->
                        isBlack(png, pixels * Integer.parseInt(at.group(1)), pixels * Integer.parseInt(at.group(2))))
                .count();
        long black = 0;
        for (int i = 0; i < png.getWidth() * png.getHeight(); i++) {
            black += isBlack(png, i % png.getWidth(), i / png.getWidth()) ? 1 : 0;
        }
        assertThat(dark)
                .isEqualTo(black / (pixels * pixels))
                .isEqualTo(MODULE.matcher(svg).results().count());
    }

    private static boolean isBlack(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xFFFFFF) == 0;
    }

    private static BufferedImage image(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
