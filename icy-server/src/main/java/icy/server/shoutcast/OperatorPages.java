package icy.server.shoutcast;

import icy.server.admin.OperatorLogins;
import icy.server.document.Fact;
import icy.server.http.Cors;
import icy.server.http.Credentials;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.mount.ListenerView;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.PlayedTitle;
import icy.server.source.Sources;
import icy.server.source.TitleEndpoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * {@code /admin.cgi}: what operators ask of a SHOUTcast server, by {@code mode=}. A mode that asks for something icy does
 * not have is answered with a sentence on what to do instead.
 *
 * <p>Thread: a worker.
 */
public final class OperatorPages {

    private final Mounts mounts;
    private final Sources sources;
    private final Streams streams;
    private final String serverId;
    private final OperatorLogins operators;
    private final TitleEndpoints titles;

    /**
     * @param serverId product and version
     * @param titles answers {@code mode=updinfo}, which is for sources
     */
    public OperatorPages(
            Mounts mounts, Sources sources, String serverId, OperatorLogins operators, TitleEndpoints titles) {
        this.mounts = mounts;
        this.sources = sources;
        this.streams = new Streams(mounts);
        this.serverId = serverId;
        this.operators = operators;
        this.titles = titles;
    }

    /** Adds its URL. */
    public Routes.Builder routes(Routes.Builder routes) {
        Guard sourcesGuard = titles.shoutcastGuard();
        Guard guard = request ->
                TitleEndpoints.isUpdate(request) ? sourcesGuard.judge(request) : operators.judge(shown(request));
        Endpoint guarded = Endpoint.guardedByForm(guard, Endpoint.blocking(this::handle));
        return routes.get("/admin.cgi", guarded).post("/admin.cgi", guarded);
    }

    /** The password may be a parameter: as it is, or with the name before it, both in Base64. */
    private static List<Credentials> shown(Request request) {
        List<Credentials> shown = new ArrayList<>(OperatorLogins.shown(request));
        request.query("pass").ifPresent(pass -> {
            shown.add(new Credentials(OperatorLogins.ADMIN, pass));
            Credentials.basic(Headers.of("Authorization", "Basic " + pass)).ifPresent(shown::add);
        });
        return shown;
    }

    private Response handle(Request request) throws InterruptedException {
        if (TitleEndpoints.isUpdate(request)) {
            return titles.shoutcast(request);
        }
        String mode = request.query("mode").orElse("").toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "viewxml" -> view(request, /* json= */ false);
            case "viewjson" -> view(request, /* json= */ true);
            case "kicksrc" -> kickSource(request);
            case "kicksources" -> kickSources(request);
            case "kickdst" -> kickListeners(request);
            case "history" -> history(request);
            case "bandwidth" -> bandwidth(request);
            case "bandst", "unbandst", "viewban", "ripdst", "unripdst", "viewrip", "agent" ->
                throw missing("icy keeps no lists of who may connect: use the firewall, or listener passwords.");
            case "viewlog" ->
                throw missing("icy shows its log to nobody over the network: read it where it is written.");
            case "rotate" -> throw missing("icy's log is rotated by the system, which logrotate does.");
            case "resetxml" -> throw missing("Figures begin again when the server does.");
            case "art" -> throw missing("icy has no pictures.");
            case "ypstatus" -> throw missing("icy is listed in no directory.");
            case "startrelay" -> throw missing("Relays are set in the config, and start by themselves.");
            case "reload" -> throw missing("The config is read again on SIGHUP, or by POST /api/reload.");
            case "" -> throw new HttpError(400, "Missing parameter: mode says what is asked for, such as viewxml.");
            default -> throw new HttpError(400, "There is no mode " + mode + ".");
        };
    }

    /** Pages have numbers; one that does not exist, such as AzuraCast's 7, is everything. */
    private Response view(Request request, boolean json) throws InterruptedException {
        Stream stream = streams.askedFor(request);
        Mount mount = mountOf(stream);
        boolean addressOnly = request.query("iponly").filter("1"::equals).isPresent();
        StreamDocuments documents = new StreamDocuments(serverId, Instant.now());
        return switch (request.query("page").orElse("")) {
            case "1" ->
                json ? Answers.json(request, documents.statsJson(stream)) : Answers.xml(documents.statsXml(stream));
            case "2" -> facts(request, json, documents, "WEBDATA", List.of());
            case "3" ->
                json
                        ? Answers.json(request, documents.listenersJson(listeners(mount), addressOnly))
                        : Answers.xml(documents.listenersXml(listeners(mount), addressOnly));
            case "4" -> played(request, json, documents, mount.history());
            case "5" -> facts(request, json, documents, "METADATA", StreamFacts.metadata(stream.mount()));
            case "6" -> facts(request, json, documents, "STREAMCONFIG", StreamFacts.config(stream.mount()));
            default ->
                json
                        ? Answers.json(request, documents.everythingJson(stream, listeners(mount), mount.history()))
                        : Answers.xml(documents.everythingXml(stream, listeners(mount), mount.history()));
        };
    }

    private Response history(Request request) {
        Stream stream = streams.askedFor(request);
        return Answers.page(StreamPages.played(stream, mountOf(stream).history()));
    }

    private Response bandwidth(Request request) {
        List<Fact> facts = StreamFacts.bandwidth(streams.askedFor(request).mount());
        StreamDocuments documents = new StreamDocuments(serverId, Instant.now());
        boolean json = request.query("type").filter("json"::equals).isPresent();
        return facts(request, json, documents, "BANDWIDTH", facts);
    }

    private Response kickSource(Request request) {
        Cors.requireOwnWish(request);
        Mount mount = mountOf(streams.askedFor(request));
        return done(
                sources.kick(mount, OperatorLogins.ADMIN)
                        ? "Source removed"
                        : mount.name() + " has no source that could be removed");
    }

    private Response kickSources(Request request) {
        Cors.requireOwnWish(request);
        long kicked = mounts.all().stream()
                .filter(mount -> sources.kick(mount, OperatorLogins.ADMIN))
                .count();
        return done(kicked + (kicked == 1 ? " source removed" : " sources removed"));
    }

    /** {@code kickdst=} is an address, the number of a connection, or {@code all}; several have commas between them. */
    private Response kickListeners(Request request) throws InterruptedException {
        Cors.requireOwnWish(request);
        Mount mount = mountOf(streams.askedFor(request));
        String asked = request.query("kickdst")
                .or(() -> request.query("dst"))
                .orElseThrow(() -> new HttpError(400, "Missing parameter: kickdst says whom, such as all."));
        List<String> whom = List.of(asked.split(","));
        Predicate<ListenerView> meant = listener -> whom.contains("all")
                || whom.contains(listener.address())
                || whom.contains(Long.toString(listener.id()));
        int kicked = mount.roster().kick(meant);
        return done(kicked + (kicked == 1 ? " listener removed" : " listeners removed"));
    }

    private static Response played(Request request, boolean json, StreamDocuments documents, List<PlayedTitle> played) {
        return json ? Answers.json(request, documents.playedJson(played)) : Answers.xml(documents.playedXml(played));
    }

    private static Response facts(
            Request request, boolean json, StreamDocuments documents, String heading, List<Fact> facts) {
        return json
                ? Answers.json(request, documents.factsJson(facts))
                : Answers.xml(documents.factsXml(heading, facts));
    }

    private static List<ListenerView> listeners(Mount mount) throws InterruptedException {
        return mount.roster().list().stream()
                .filter(connection -> connection.kind() == ListenerView.Kind.LISTENER)
                .toList();
    }

    private Mount mountOf(Stream stream) {
        return mounts.named(stream.mount().name())
                .orElseThrow(() -> new HttpError(404, "Stream " + stream.sid() + " has just gone."));
    }

    private static Response done(String what) {
        return Answers.page(StreamPages.response(what));
    }

    private static HttpError missing(String instead) {
        return new HttpError(501, instead);
    }
}
