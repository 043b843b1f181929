package icy.server.shoutcast;

import icy.server.http.Endpoint;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import icy.server.mount.PlayedTitle;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What anybody may ask a SHOUTcast server for. {@code sid=} or {@code sp=} says of which stream.
 *
 * <p>None of it depends on the user agent, though DNAS 1 shows some only to those who call themselves Mozilla: AzuraCast
 * does so and wants documents, not pages.
 *
 * <p>Thread: a worker.
 */
public final class PublicPages {
    private final MountsView mounts;
    private final Streams streams;
    private final String serverId;

    /** @param serverId product and version */
    public PublicPages(MountsView mounts, String serverId) {
        this.mounts = mounts;
        this.streams = new Streams(mounts);
        this.serverId = serverId;
    }

    /** Adds its URLs. */
    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/7.html", Endpoint.blocking(this::seven))
                .get("/stats", Endpoint.blocking(this::stats))
                .get("/statistics", Endpoint.blocking(this::statistics))
                .get("/played", Endpoint.blocking(this::played))
                .get("/played.html", Endpoint.blocking(this::played))
                .get("/currentsong", Endpoint.blocking(this::currentSong))
                .get("/nextsong", Endpoint.blocking(this::nextSong))
                .get("/nextsongs", Endpoint.blocking(this::nextSongs))
                .get("/home.html", Endpoint.blocking(this::home))
                .get("/streamart", Endpoint.blocking(this::art))
                .get("/playingart", Endpoint.blocking(this::art));
    }

    /** {@code /index.html}: with {@code sid=0} all streams, otherwise {@code page}. */
    public Endpoint.Blocking orSummary(Endpoint.Blocking page) {
        return request -> request.query("sid").filter("0"::equals).isPresent()
                ? Answers.page(StreamPages.summary(streams.shown()))
                : page.handle(request);
    }

    private Response seven(Request request) {
        return Response.html(StreamPages.seven(streams.askedFor(request).mount()))
                .with("Cache-Control", "no-cache, no-store");
    }

    private Response stats(Request request) {
        Stream stream = streams.askedFor(request);
        return wantsJson(request)
                ? Answers.json(request, documents().statsJson(stream))
                : Answers.xml(documents().statsXml(stream));
    }

    private Response statistics(Request request) {
        List<Stream> shown = streams.shown();
        return wantsJson(request)
                ? Answers.json(request, documents().statisticsJson(shown))
                : Answers.xml(documents().statisticsXml(shown));
    }

    private Response played(Request request) {
        Stream stream = streams.askedFor(request);
        List<PlayedTitle> played = playedOn(stream);
        return switch (request.query("type").orElse("").toLowerCase(Locale.ROOT)) {
            case "json" -> Answers.json(request, documents().playedJson(played));
            case "xml" -> Answers.xml(documents().playedXml(played));
            default -> Answers.page(StreamPages.played(stream, played));
        };
    }

    private Response currentSong(Request request) {
        return Answers.text(streams.askedFor(request).mount().title().text());
    }

    /** Which track comes next is not known before it is opened: DNAS answers nothing, too, where it does not know. */
    private Response nextSong(Request request) {
        streams.askedFor(request);
        return Answers.text("");
    }

    private Response nextSongs(Request request) {
        streams.askedFor(request);
        return wantsJson(request) ? Answers.json(request, new byte[] {'[', ']'}) : Answers.text("");
    }

    /** To the station's own page, as far as that can be one. */
    private Response home(Request request) {
        String url = streams.askedFor(request).mount().info().url();
        return Response.redirect(webAddress(url).orElse("./"));
    }

    private Response art(Request request) {
        streams.askedFor(request);
        return Response.notFound("There is no picture of this.");
    }

    private List<PlayedTitle> playedOn(Stream stream) {
        return mounts.named(stream.mount().name()).map(MountView::history).orElse(List.of());
    }

    private StreamDocuments documents() {
        return new StreamDocuments(serverId, Instant.now());
    }

    private static boolean wantsJson(Request request) {
        return request.query("json").filter("1"::equals).isPresent();
    }

    /** A source may have said anything. */
    private static Optional<String> webAddress(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri.toASCIIString()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
