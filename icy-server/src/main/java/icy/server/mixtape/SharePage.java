package icy.server.mixtape;

import icy.server.api.Json;
import icy.server.http.Body;
import icy.server.http.Headers;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.web.PageTemplate;
import icy.server.web.PageTemplate.Markup;
import icy.server.web.WebAssets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * {@code /share/{slug}}: the page that a mixtape is heard on, and {@code manifest.json}, by which phones put it among their
 * apps. Without its script the page is a list of links that play.
 *
 * <p>All its links are relative, so it works behind a proxy that puts it into a folder.
 *
 * <p>Thread: a worker for files.
 */
final class SharePage {
    private static final int HUES = 8;
    private static final int MOST_LABEL_CHARACTERS = 26;
    private static final int MOST_DESCRIPTION_CHARACTERS = 200;

    private final ShareDoor door;
    private final MixtapeFiles files;
    private final Predicate<Mixtape> pictured;
    private final PublicAddress address;
    private final PageTemplate page = new PageTemplate(WebAssets.text("share.html"));
    private final PageTemplate row = new PageTemplate(WebAssets.text("share-track.html"));
    private final PageTemplate picture = new PageTemplate(WebAssets.text("share-picture.html"));
    private final PageTemplate glow = new PageTemplate(WebAssets.text("share-glow.html"));
    private final PageTemplate preview = new PageTemplate(WebAssets.text("share-preview.html"));

    /** @param pictured whether there is a cover */
    SharePage(ShareDoor door, MixtapeFiles files, Predicate<Mixtape> pictured, PublicAddress address) {
        this.door = door;
        this.files = files;
        this.pictured = pictured;
        this.address = address;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/share/{slug}", MixtapeAnswers.readingFiles(this::page))
                .get("/share/{slug}/manifest.json", MixtapeAnswers.readingFiles(this::manifest));
    }

    private Response page(Request request) {
        Mixtape mixtape = door.open(request, request.variable("slug"));
        if (request.path().endsWith("/")) { // from which all relative links would lead elsewhere
            String there = "../" + mixtape.slug() + door.query(request, mixtape);
            return new Response(308, Headers.of("Location", there), Body.empty());
        }
        List<MixtapeFiles.Shown> tracks = files.describe(mixtape.tracks());
        String facts = PlayTimes.facts(tracks);
        String base = address.base(request);
        Covered covered = pictured.test(mixtape) ? covered(request, mixtape, base) : Covered.NOT;
        return WebAssets.page(page.fill(Map.ofEntries(
                        Map.entry("title", mixtape.title()),
                        Map.entry("label", shortened(mixtape.title(), MOST_LABEL_CHARACTERS)),
                        Map.entry("slug", mixtape.slug()),
                        Map.entry("query", door.query(request, mixtape)),
                        Map.entry("hue", Math.floorMod(mixtape.slug().hashCode(), HUES)),
                        Map.entry("facts", facts),
                        Map.entry("description", description(mixtape, facts)),
                        Map.entry("notes", mixtape.notes()),
                        Map.entry("url", base + "/share/" + mixtape.slug()),
                        Map.entry("preview", covered.preview()),
                        Map.entry("glow", covered.glow()),
                        Map.entry("picture", covered.picture()),
                        Map.entry("robots", mixtape.isPublic() ? "all" : "noindex"),
                        Map.entry("tracks", rows(tracks))))
                .html());
    }

    private Response manifest(Request request) {
        Mixtape mixtape = door.open(request, request.variable("slug"));
        WebManifest manifest = WebManifest.of(mixtape, door.query(request, mixtape), pictured.test(mixtape));
        byte[] json = Json.bytes(WebManifest.class, manifest);
        return Response.of(200, WebManifest.CONTENT_TYPE, new Body.Bytes(ByteBuffer.wrap(json)))
                .with("Cache-Control", "no-cache");
    }

    private Markup rows(List<MixtapeFiles.Shown> tracks) {
        StringBuilder rows = new StringBuilder();
        for (MixtapeFiles.Shown track : tracks) {
            rows.append(row.fill(Map.of(
                            "id", track.id(),
                            "url", ".." + PublicAddress.encodePath("/play/" + track.path()),
                            "title", track.title(),
                            "artist", track.artist(),
                            "seconds", track.seconds(),
                            "time", track.seconds() > 0 && !track.isMissing() ? PlayTimes.clock(track.seconds()) : "",
                            "missing", track.isMissing()))
                    .html());
        }
        return new Markup(rows.toString());
    }

    /** What a page has where there is a cover: for other programs, behind everything, and to be looked at. */
    private record Covered(Markup preview, Markup glow, Markup picture) {
        static final Covered NOT = new Covered(new Markup(""), new Markup(""), new Markup(""));
    }

    /** The revision makes it another picture for browsers when it has changed. */
    private Covered covered(Request request, Mixtape mixtape, String base) {
        String query = door.query(request, mixtape);
        String cover = mixtape.slug() + (query.isEmpty() ? "?" : query + "&") + "v=" + mixtape.revision();
        Map<String, String> values = Map.of("cover", cover, "title", mixtape.title(), "base", base);
        return new Covered(preview.fill(values), glow.fill(values), picture.fill(values));
    }

    private static String description(Mixtape mixtape, String facts) {
        return mixtape.notes().isEmpty()
                ? "A mixtape: " + facts
                : shortened(mixtape.notes().replaceAll("\\s+", " "), MOST_DESCRIPTION_CHARACTERS);
    }

    private static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)).strip() + "…";
    }
}
