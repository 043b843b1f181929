package icy.server.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Pictures as PNG (W3C, third edition), as far as they are black and white. The JDK's own way would load all of its
 * desktop.
 *
 * <p>Thread: any.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BIT_DEPTH = 1;
    private static final int GREYSCALE = 0;
    private static final int NO_FILTER = 0;

    private Png() {}

    /** What is black. */
    @FunctionalInterface
    interface Ink {
        boolean isBlack(int x, int y);
    }

    /** A square of so many pixels a side. */
    static byte[] blackAndWhite(int size, Ink ink) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            DataOutputStream png = new DataOutputStream(bytes);
            png.write(SIGNATURE);
            chunk(png, "IHDR", header(size));
            chunk(png, "IDAT", rows(size, ink));
            chunk(png, "IEND", new byte[0]);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static byte[] header(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeInt(size);
        header.writeInt(size);
        header.write(new byte[] {BIT_DEPTH, GREYSCALE, 0, 0, 0}); // deflated, filtered by row, not interlaced
        return bytes.toByteArray();
    }

    private static byte[] rows(int size, Ink ink) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(bytes)) {
            for (int y = 0; y < size; y++) {
                rows.write(NO_FILTER);
                byte[] row = new byte[(size + 7) / 8];
                for (int x = 0; x < size; x++) {
                    if (!ink.isBlack(x, y)) {
                        row[x / 8] |= (byte) (0x80 >> x % 8);
                    }
                }
                rows.write(row);
            }
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        png.writeInt(data.length);
        png.write(name);
        png.write(data);
        png.writeInt((int) sum.getValue());
    }
}
