package icy.server.cover;

import icy.server.http.HttpError;
import icy.server.http.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How large a cover is wanted: by a name, or in pixels, which are rounded up to one of a few sizes, so that nobody can have
 * as many pictures made as there are numbers.
 *
 * <p>Thread: any.
 */
final class CoverSize {
    private static final Map<String, Integer> NAMES = Map.of("small", 128, "medium", 320, "large", 640);
    private static final TreeSet<Integer> SIZES = new TreeSet<>(List.of(64, 128, 192, 320, 480, 640, 960, 1280));
    private static final String USUAL = "large";

    /** The largest there is. */
    static final int MOST = 1280;

    private CoverSize() {}

    /** @throws HttpError 400 if {@code ?size=} is neither a name nor a number */
    static int of(Request request) {
        String asked = request.query("size").orElse(USUAL);
        Integer named = NAMES.get(asked);
        if (named != null) {
            return named;
        }
        if (!asked.matches("[1-9]\\d{0,4}")) {
            throw new HttpError(
                    400, "size is small, medium, large or a number of pixels, not \"%s\".".formatted(asked));
        }
        Integer size = SIZES.ceiling(Integer.parseInt(asked));
        return size == null ? MOST : size;
    }
}
