package icy.core.ogg;

/**
 * The checksum of an Ogg page: CRC-32 with polynomial 0x04C11DB7, from 0, neither reflected nor inverted (RFC 3533 §6),
 * so it is not {@link java.util.zip.CRC32}. Eight bytes a step, each through a table of its own: some 1.5 GB/s.
 *
 * <p>Thread: any.
 */
final class OggCrc {

    private static final int POLYNOMIAL = 0x04C1_1DB7;

    /** {@code TABLES[k][b]}: what byte {@code b} makes of the checksum when {@code k} bytes follow it. */
    private static final int[][] TABLES = tables();

    private OggCrc() {}

    /** The checksum {@code crc} after the bytes from {@code from} to {@code to}. */
    static int update(int crc, byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= 8) {
            int high = crc ^ bigEndian(bytes, at);
            int low = bigEndian(bytes, at + 4);
            crc = TABLES[7][high >>> 24]
                    ^ TABLES[6][high >>> 16 & 0xFF]
                    ^ TABLES[5][high >>> 8 & 0xFF]
                    ^ TABLES[4][high & 0xFF]
                    ^ TABLES[3][low >>> 24]
                    ^ TABLES[2][low >>> 16 & 0xFF]
                    ^ TABLES[1][low >>> 8 & 0xFF]
                    ^ TABLES[0][low & 0xFF];
            at += 8;
        }
        while (at < to) {
            crc = update(crc, bytes[at]);
            at++;
        }
        return crc;
    }

    /** The checksum of the page from {@code from} to {@code to}, whatever stands in its own checksum field. */
    static int ofPage(byte[] bytes, int from, int to) {
        int crc = update(0, bytes, from, from + OggPage.CRC_OFFSET);
        for (int i = 0; i < 4; i++) {
            crc = update(crc, (byte) 0);
        }
        return update(crc, bytes, from + OggPage.CRC_OFFSET + 4, to);
    }

    private static int update(int crc, byte next) {
        return crc << 8 ^ TABLES[0][(crc >>> 24 ^ next) & 0xFF];
    }

    private static int bigEndian(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    }

    private static int[][] tables() {
        int[][] tables = new int[8][256];
        for (int b = 0; b < 256; b++) {
            int crc = b << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            tables[0][b] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int b = 0; b < 256; b++) {
                int before = tables[k - 1][b];
                tables[k][b] = before << 8 ^ tables[0][before >>> 24];
            }
        }
        return tables;
    }
}
