package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import icy.server.media.TrackId;
import icy.server.mixtape.MixtapeStage.Answer;
import icy.server.testing.QrReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Covers and QR codes, as clients get them. The demo's Harbour Lights, here {@code 2.mp3}, has a cover in its tags. */
class MixtapeCoverTest {
    private static final String COVERED = "/api/covers/2.mp3";
    private static final String UPLOAD = "/api/mixtapes/trains/cover";

    @TempDir
    private Path folder;

    private MixtapeStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new MixtapeStage(folder);
        stage.makeTrains();
        stage.makeSecret();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aTracksCoverComesInASizeByName() throws IOException {
        Answer small = stage.getAsStranger(COVERED + "?size=small");
        assertThat(small.status()).as(small.text()).isEqualTo(200);
        assertThat(small.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(small.header("Content-Type")).startsWith("image/");
        assertThat(longestSide(small)).isLessThanOrEqualTo(128);
        Answer again = stage.get(COVERED + "?size=128");
        assertThat(again.bytes()).isEqualTo(small.bytes());
        assertThat(again.header("ETag"))
                .isEqualTo(small.header("ETag"))
                .isNotEqualTo(stage.get(COVERED).header("ETag"));
        Answer known = stage.get(COVERED + "?size=small", "If-None-Match", small.header("ETag"));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.bytes()).isEmpty();
    }

    @Test
    void itIsFoundByTheTracksIdToo() {
        String id = TrackId.of("2.mp3").digits();
        Awaitility.await().until(() -> stage.get("/covers/" + id).status() == 200);
        assertThat(stage.get("/covers/" + id).bytes())
                .isEqualTo(stage.get(COVERED).bytes());
    }

    @Test
    void aSizeIsOneOfAFew() {
        assertThat(stage.get(COVERED + "?size=65").header("ETag"))
                .isEqualTo(stage.get(COVERED + "?size=128").header("ETag"));
        assertThat(stage.get(COVERED + "?size=99999").header("ETag"))
                .isEqualTo(stage.get(COVERED + "?size=1280").header("ETag"));
        for (String size : List.of("0", "-1", "huge", "123456", "")) {
            Answer refused = stage.get(COVERED + "?size=" + size);
            assertThat(refused.status()).as(size).isEqualTo(400);
            assertThat(refused.text()).contains("small, medium, large");
        }
    }

    @Test
    void anImageBesideATrackIsItsCoverUntilItIsAnother() throws IOException {
        assertThat(stage.get("/api/covers/1.mp3").status()).isEqualTo(404);
        Path image = stage.music().resolve("folder.png");
        Files.write(image, png(300, 200, Color.RED));
        Answer red = stage.get("/api/covers/1.mp3?size=64");
        assertThat(longestSide(red)).isEqualTo(64);
        assertThat(isNear(Color.RED, red)).isTrue();
        Files.write(image, png(310, 200, Color.BLUE));
        Answer blue = stage.get("/api/covers/1.mp3?size=64", "If-None-Match", red.header("ETag"));
        assertThat(blue.status()).isEqualTo(200);
        assertThat(isNear(Color.BLUE, blue)).isTrue();
    }

    @Test
    void anImageBesideATrackIsTakenWhereItsTagsMakeNoSense() throws IOException {
        Files.writeString(stage.music().resolve("odd.flac"), "no music, and no tags");
        assertThat(stage.get("/api/covers/odd.flac").status()).isEqualTo(404);
        Files.write(stage.music().resolve("cover.png"), png(30, 30, Color.BLUE));
        assertThat(isNear(Color.BLUE, stage.get("/api/covers/odd.flac"))).isTrue();
    }

    @Test
    void aMixtapeMayBeCalledAsPicturesEnd() {
        stage.post("/api/mixtapes", "{'slug':'png','title':'P','tracks':['2.mp3']}");
        assertThat(stage.get("/covers/png").bytes())
                .isNotEmpty()
                .isEqualTo(stage.get(COVERED).bytes());
    }

    @Test
    void aPictureThatIsSentIsKeptWithoutItsTransparentPlaces() throws IOException {
        ByteArrayOutputStream clear = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(60, 60, BufferedImage.TYPE_INT_ARGB), "png", clear);
        stage.put(UPLOAD, clear.toByteArray());
        Answer kept = stage.get("/covers/trains");
        assertThat(kept.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(isNear(Color.WHITE, kept)).isTrue();
    }

    @Test
    void aSmallPictureIsNotMadeLarger() throws IOException {
        Files.write(stage.music().resolve("tiny.png"), png(20, 10, Color.GREEN));
        assertThat(longestSide(stage.get("/api/covers/tiny.png?size=large"))).isEqualTo(20);
    }

    @Test
    void imagesInTheFolderOfCoversHaveShortNames() throws IOException {
        Path covers = Files.createDirectory(stage.music().resolve("covers"));
        Files.write(covers.resolve("night.png"), png(40, 40, Color.BLUE));
        assertThat(stage.get("/covers/night.png").status()).isEqualTo(200);
        assertThat(stage.get("/covers/day.png").status()).isEqualTo(404);
        assertThat(stage.get("/covers/..%2fcovers%2fnight.png").status()).isIn(400, 403, 404);
    }

    @Test
    void noPictureIsTakenFromOutside() throws IOException {
        Files.write(folder.resolve("outside.png"), png(40, 40, Color.BLUE));
        Files.createSymbolicLink(stage.music().resolve("link.png"), folder.resolve("outside.png"));
        assertThat(stage.get("/api/covers/link.png").status()).isEqualTo(403);
        for (String path :
                List.of("..%2foutside.png", "%2e%2e/outside.png", "x/..%2f..%2foutside.png", "1.png%00.mp3")) {
            assertThat(stage.get("/api/covers/" + path).status()).as(path).isIn(400, 403, 404);
        }
        assertThat(stage.get("/api/covers/notes.txt").status()).isEqualTo(404);
    }

    @Test
    void whatWouldFillTheMemoryIsRefusedByItsHeader() throws IOException {
        Files.write(stage.music().resolve("bomb.png"), header(19_000, 19_000));
        Files.write(stage.music().resolve("long.png"), header(1, 1_000_000));
        Files.writeString(stage.music().resolve("text.jpg"), "no picture");
        assertThat(stage.get("/api/covers/bomb.png").text()).contains("19,000 by 19,000 pixels");
        assertThat(stage.get("/api/covers/long.png").status()).isEqualTo(404);
        assertThat(stage.get("/api/covers/text.jpg").text()).contains("neither a JPEG nor a PNG");
        Files.write(stage.music().resolve("cut.png"), header(10, 10));
        assertThat(stage.get("/api/covers/cut.png").status()).isEqualTo(404);
    }

    @Test
    void manyWhoAskAtOnceGetTheSame() throws IOException {
        Files.write(stage.music().resolve("wide.png"), png(2_000, 1_500, Color.ORANGE));
        List<Integer> lengths = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> stage.get("/api/covers/wide.png?size=480"))
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.bytes().length)
                .toList();
        assertThat(lengths).hasSize(16);
        assertThat(lengths.stream().distinct()).hasSize(1);
    }

    @Test
    void aMixtapesCoverIsTheOneSentForIt() throws IOException {
        byte[] first = stage.get("/covers/trains").bytes();
        assertThat(first).isEqualTo(stage.get(COVERED).bytes());
        Answer sent = stage.put(UPLOAD, png(2_000, 1_000, Color.RED));
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        assertThat(sent.object("mixtape")).containsEntry("uploaded_cover", true);
        assertThat(isNear(Color.RED, stage.get("/covers/trains?size=small"))).isTrue();
        assertThat(longestSide(stage.get("/covers/trains?size=1280"))).isEqualTo(1280);
        Answer page = stage.get("/share/trains");
        assertThat(page.text()).contains("<img src=\"../covers/trains?v=").contains("property=\"og:image\"");
        assertThat(stage.get("/share/trains/manifest.json").text()).contains("../../covers/trains?size=640");
        assertThat(stage.delete(UPLOAD).object("mixtape")).containsEntry("uploaded_cover", false);
        assertThat(stage.get("/covers/trains").bytes()).isEqualTo(first);
    }

    @Test
    void itMayBeAnImageOfTheFolders() throws IOException {
        Files.write(stage.music().resolve("green.png"), png(50, 50, Color.GREEN));
        stage.put("/api/mixtapes/trains", "{'title':'T','cover':'green.png','tracks':['2.mp3']}");
        assertThat(isNear(Color.GREEN, stage.get("/covers/trains"))).isTrue();
    }

    @Test
    void whatIsSentAndNoPictureIsRefused() {
        assertThat(stage.put(UPLOAD, new byte[0]).status()).isEqualTo(400);
        assertThat(stage.put(UPLOAD, "<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .detail())
                .contains("neither a JPEG nor a PNG");
        assertThat(stage.put(UPLOAD, header(19_000, 19_000)).status()).isEqualTo(422);
        assertThat(stage.put("/api/mixtapes/nothing/cover", new byte[] {1}).status())
                .isEqualTo(404);
        assertThat(stage.get("/api/mixtapes/trains").json()).containsEntry("uploaded_cover", false);
    }

    @Test
    void whatIsNotPublicIsOpenedByALinkOnly() throws IOException, ReaderException {
        stage.put("/api/mixtapes/secret/cover", png(50, 50, Color.GREEN));
        String url = String.valueOf(stage.post("/api/mixtapes/secret/links", "{'seconds':600}")
                .json()
                .get("url"));
        String query = url.substring(url.indexOf('?'));
        for (String path : List.of("/covers/secret", "/qr/secret.png", "/qr/secret/download")) {
            assertThat(stage.get(path).status()).as(path).isEqualTo(404);
            Answer opened = stage.getAsStranger(path + query);
            assertThat(opened.status()).as(path).isEqualTo(200);
            assertThat(opened.header("Cache-Control")).isEqualTo("private, max-age=3600");
        }
        assertThat(QrReader.read(stage.get("/qr/secret.png" + query).bytes())).isEqualTo(url);
    }

    @Test
    void aCodeLeadsToThePage() throws IOException, ReaderException {
        Answer code = stage.getAsStranger("/qr/trains.png");
        assertThat(code.header("Content-Type")).isEqualTo("image/png");
        assertThat(code.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(code.header("Content-Disposition")).isEqualTo("inline; filename=\"trains.png\"");
        assertThat(QrReader.readDrawn(code.bytes())).isEqualTo(stage.url("/share/trains"));
        assertThat(longestSide(code)).isEqualTo(400);
        assertThat(longestSide(stage.get("/qr/trains.png?size=5000"))).isEqualTo(800);
        assertThat(stage.get("/qr/trains.png?size=x").status()).isEqualTo(400);
        assertThat(stage.get("/qr/nothing.png").status()).isEqualTo(404);
        Answer odd = stage.get("/qr/trains.png?token=" + "9".repeat(3_000));
        assertThat(QrReader.readDrawn(odd.bytes())).isEqualTo(stage.url("/share/trains"));
    }

    @Test
    void aCardToPrintHasTitleAndCoverAndCanBeReadAllTheSame() throws IOException, ReaderException {
        Answer card = stage.get("/qr/trains/download");
        assertThat(card.header("Content-Disposition")).isEqualTo("attachment; filename=\"trains-qr.png\"");
        assertThat(QrReader.read(card.bytes())).isEqualTo(stage.url("/share/trains"));
        assertThat(image(card).getWidth()).isEqualTo(800);
        assertThat(image(card).getHeight()).isGreaterThan(800);
        Path pictures = Files.createDirectories(Path.of("target/page"));
        Files.write(pictures.resolve("qr-card.png"), card.bytes());
        stage.put(
                "/api/mixtapes/trains",
                "{'title':'%s','tracks':['1.mp3']}"
                        .formatted("A title that goes on and on and on for ever ".repeat(4)));
        Answer another = stage.get("/qr/trains/download?size=9999");
        assertThat(image(another).getWidth()).isEqualTo(1200);
        assertThat(QrReader.read(another.bytes())).isEqualTo(stage.url("/share/trains"));
        Files.write(pictures.resolve("qr-card-long.png"), another.bytes());
    }

    private static byte[] png(int width, int height, Color color) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(color);
        canvas.fillRect(0, 0, width, height);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** The beginning of a PNG that says it is as large as this, and nothing after it. */
    private static byte[] header(int width, int height) {
        ByteBuffer png = ByteBuffer.allocate(33);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        png.putInt(13).put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height);
        png.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(png.array(), 12, 17);
        png.putInt((int) sum.getValue());
        return png.array();
    }

    private static BufferedImage image(Answer answer) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
    }

    private static int longestSide(Answer answer) throws IOException {
        return Math.max(image(answer).getWidth(), image(answer).getHeight());
    }

    private static boolean isNear(Color color, Answer answer) throws IOException {
        BufferedImage image = image(answer);
        Color seen = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        return Math.abs(seen.getRed() - color.getRed())
                        + Math.abs(seen.getGreen() - color.getGreen())
                        + Math.abs(seen.getBlue() - color.getBlue())
                < 30;
    }
}
