package icy.server.document;

import io.nayuki.qrcodegen.QrCode;

/**
 * A text as a QR code (ISO/IEC 18004), to be read off a screen or from paper: dark on white, with the four white modules
 * around it that readers want, whatever the page's colours.
 *
 * <p>Thread: any.
 */
public final class QrPicture {
    private static final int QUIET_MODULES = 4;

    /** Of a module: cameras and programs cannot read smaller ones. */
    private static final int LEAST_PIXELS = 3;

    private final QrCode code;
    private final int modules;

    /** @param text an address, at most some 2,300 bytes */
    public QrPicture(String text) {
        code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        modules = code.size + 2 * QUIET_MODULES;
    }

    /** As SVG, which is sharp at any size. */
    public String svg() {
        StringBuilder path = new StringBuilder(4096);
        for (int y = 0; y < modules; y++) {
            for (int x = 0; x < modules; x++) {
                if (isDark(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">
                <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%2$s"/>
                </svg>
                """.formatted(modules, path);
    }

    /** As PNG, so many pixels wide and high; more where the modules would be too small to be read. */
    public byte[] png(int pixels) {
        int scale = Math.max(LEAST_PIXELS, pixels / modules);
        int size = Math.max(pixels, scale * modules);
        int margin = (size - scale * modules) / 2;
        return Png.blackAndWhite(
                size, (x, y) -> isDark(Math.floorDiv(x - margin, scale), Math.floorDiv(y - margin, scale)));
    }

    private boolean isDark(int x, int y) {
        return code.getModule(x - QUIET_MODULES, y - QUIET_MODULES); // outside it is white
    }
}
