package icy.server.cover;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A card to be printed: a QR code, and above it what it leads to. Where the system has no letters to draw, or no way to draw at
 * all, there is as much of it as can be.
 *
 * <p>Thread: a worker for what costs processor time.
 */
public final class ShareCard {
    /** How large a cover is wanted. */
    public static final int COVER_PIXELS = 320;

    /** Numbers, since colours would look for a screen before {@link PictureReader} has said that there is none. */
    private static final int INK = 0x1d1a17;

    private static final int FAINT = 0x6a625a;
    private static final String INVITATION = "Scan to listen";
    private static final int MOST_LINES = 2;
    private static final Logger log = LoggerFactory.getLogger(ShareCard.class);

    private final String title;
    private final byte[] code;
    private final byte @Nullable [] cover;

    /**
     * @param code a QR code as PNG
     * @param cover JPEG or PNG; null: there is none
     */
    public ShareCard(String title, byte[] code, byte @Nullable [] cover) {
        this.title = title;
        this.code = code.clone();
        this.cover = cover == null ? null : cover.clone();
    }

    /** As PNG, so many pixels wide. */
    public byte[] png(int width) {
        try {
            return written(drawn(new PictureReader(), width));
        } catch (IOException | RuntimeException | LinkageError | InternalError e) { // a JDK without what draws
            log.warn("a QR code goes out without title and cover: {}", e.toString());
            return code.clone();
        }
    }

    private BufferedImage drawn(PictureReader reader, int width) throws IOException {
        BufferedImage codeImage = reader.image(code, width);
        int head = width / 4;
        BufferedImage card = new BufferedImage(width, head + codeImage.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = card.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, card.getWidth(), card.getHeight());
            canvas.drawImage(codeImage, (width - codeImage.getWidth()) / 2, head, null);
            int margin = width / 20;
            int left = margin + drawCover(canvas, reader, margin, head - margin);
            drawWords(canvas, left, margin, width - left - margin, head - margin);
        } finally {
            canvas.dispose();
        }
        return card;
    }

    /** Returns how much room it has taken. */
    private int drawCover(Graphics2D canvas, PictureReader reader, int margin, int side) throws IOException {
        if (cover == null) {
            return 0;
        }
        BufferedImage image = reader.image(cover, COVER_PIXELS);
        int cut = Math.min(image.getWidth(), image.getHeight());
        int x = (image.getWidth() - cut) / 2;
        int y = (image.getHeight() - cut) / 2;
        double corner = side / 8.0;
        canvas.setClip(new RoundRectangle2D.Double(margin, margin, side, side, corner, corner));
        canvas.drawImage(image, margin, margin, margin + side, margin + side, x, y, x + cut, y + cut, null);
        canvas.setClip(null);
        return side + margin;
    }

    private void drawWords(Graphics2D canvas, int left, int top, int width, int height) {
        try {
            Font bold = new Font(Font.SANS_SERIF, Font.BOLD, height / 4);
            Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, height / 7);
            List<String> lines = lines(canvas.getFontMetrics(bold), width);
            int leading = canvas.getFontMetrics(bold).getHeight();
            int under = canvas.getFontMetrics(plain).getHeight();
            int y = top + (height - lines.size() * leading - under) / 2;
            canvas.setFont(bold);
            canvas.setColor(new Color(INK));
            for (String line : lines) {
                canvas.drawString(line, left, y + canvas.getFontMetrics().getAscent());
                y += leading;
            }
            canvas.setFont(plain);
            canvas.setColor(new Color(FAINT));
            canvas.drawString(INVITATION, left, y + canvas.getFontMetrics().getAscent());
        } catch (RuntimeException | LinkageError | InternalError e) { // a system without fonts
            log.warn("a QR code goes out without its title: {}", e.toString());
        }
    }

    private List<String> lines(FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : title.split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (line.isEmpty() || metrics.stringWidth(longer) <= width) {
                line.replace(0, line.length(), longer);
            } else {
                lines.add(line.toString());
                line.replace(0, line.length(), word);
            }
        }
        lines.add(line.toString());
        boolean cut = lines.size() > MOST_LINES;
        List<String> shown = cut ? lines.subList(0, MOST_LINES) : lines;
        int last = shown.size() - 1;
        List<String> fitting = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            fitting.add(fitting(metrics, shown.get(i), width, cut && i == last));
        }
        return fitting;
    }

    private static String fitting(FontMetrics metrics, String line, int width, boolean goesOn) {
        String shown = goesOn ? line + "…" : line;
        int end = line.length();
        while (end > 1 && metrics.stringWidth(shown) > width) {
            end = line.offsetByCodePoints(end, -1);
            shown = line.substring(0, end) + "…";
        }
        return shown;
    }

    private static byte[] written(BufferedImage card) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(card, "png", bytes)) {
            throw new IOException("nothing here writes PNG");
        }
        return bytes.toByteArray();
    }
}
