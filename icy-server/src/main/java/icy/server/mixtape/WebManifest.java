package icy.server.mixtape;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a phone wants to know of a page that is put among its apps (W3C Web Application Manifest). Its links are relative to
 * where it lies, below the page.
 *
 * <p>Thread: any.
 */
@Json(naming = Json.Naming.LowerUnderscore)
record WebManifest(
        String name,
        String shortName,
        String startUrl,
        String scope,
        String display,
        String backgroundColor,
        String themeColor,
        List<WebManifest.Icon> icons) {

    static final String CONTENT_TYPE = "application/manifest+json";

    /** What {@code share.css} has for a ground in the dark. */
    private static final String GROUND = "#12131a";

    /** Beyond it, phones cut names under icons. */
    private static final int MOST_SHORT_CHARACTERS = 14;

    @Json
    record Icon(String src, String sizes, String type) {}

    /**
     * @param query what opens the mixtape, and its cover
     * @param hasCover whether it has one to be its icon
     */
    static WebManifest of(Mixtape mixtape, String query, boolean hasCover) {
        String page = "../" + mixtape.slug();
        List<Icon> icons = new ArrayList<>();
        if (hasCover) {
            String cover = "../../covers/" + mixtape.slug() + (query.isEmpty() ? "?" : query + "&") + "size=";
            icons.add(new Icon(cover + "320", "320x320", "image/jpeg"));
            icons.add(new Icon(cover + "640", "640x640", "image/jpeg"));
        }
        icons.add(new Icon("../../favicon.svg", "any", "image/svg+xml"));
        String title = mixtape.title();
        return new WebManifest(
                title,
                title.codePointCount(0, title.length()) <= MOST_SHORT_CHARACTERS
                        ? title
                        : title.substring(0, title.offsetByCodePoints(0, MOST_SHORT_CHARACTERS))
                                .strip(),
                page + query,
                page,
                "standalone",
                GROUND,
                GROUND,
                icons);
    }
}
