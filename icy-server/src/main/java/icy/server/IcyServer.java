package icy.server;

import icy.core.playlist.PlaylistFormat;
import icy.server.admin.ApiAccess;
import icy.server.admin.OperatorLogins;
import icy.server.api.ClockApi;
import icy.server.api.EventTopic;
import icy.server.api.EventsEndpoint;
import icy.server.api.MountsApi;
import icy.server.api.OpenApi;
import icy.server.api.ReloadApi;
import icy.server.auth.Authenticator;
import icy.server.backup.BackupApi;
import icy.server.config.ConfigSource;
import icy.server.config.LimitsConfig;
import icy.server.config.ListenConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Role;
import icy.server.config.ServerConfig;
import icy.server.cover.Covers;
import icy.server.encode.Ffmpeg;
import icy.server.http.AccessLog;
import icy.server.http.AnswerCounts;
import icy.server.http.Endpoint;
import icy.server.http.HeadWriter;
import icy.server.http.HttpLimits;
import icy.server.http.HttpReception;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Routes;
import icy.server.icecast.AdminEndpoint;
import icy.server.icecast.AdminGuard;
import icy.server.icecast.ServerFigures;
import icy.server.icecast.StatusEndpoint;
import icy.server.library.Library;
import icy.server.library.LibraryApi;
import icy.server.listenfile.ListenFiles;
import icy.server.listenfile.ListenPlaces;
import icy.server.loop.Acceptor;
import icy.server.loop.LoopGroup;
import icy.server.loop.Reception;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.mixtape.MixtapeSurface;
import icy.server.mount.Intros;
import icy.server.mount.ListenEndpoint;
import icy.server.mount.ListenerLogins;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamHead;
import icy.server.ondemand.PlayEndpoint;
import icy.server.queue.QueueSurface;
import icy.server.relay.HostResolver;
import icy.server.relay.Relays;
import icy.server.shoutcast.OperatorPages;
import icy.server.shoutcast.PublicPages;
import icy.server.source.ShoutcastDialogue;
import icy.server.source.SourceEndpoint;
import icy.server.source.SourceLogins;
import icy.server.source.Sources;
import icy.server.source.TitleEndpoints;
import icy.server.state.StateStore;
import icy.server.state.UnwritableFolderException;
import icy.server.station.LibraryNames;
import icy.server.station.StationApi;
import icy.server.station.StationNews;
import icy.server.station.Stations;
import icy.server.track.TrackOpener;
import icy.server.transcode.CacheApi;
import icy.server.transcode.CachedConversion;
import icy.server.transcode.Transcodes;
import icy.server.variant.Variants;
import icy.server.web.HealthEndpoint;
import icy.server.web.MetricsEndpoint;
import icy.server.web.PageEndpoint;
import icy.server.web.PlaylistEndpoint;
import icy.server.web.QueuePage;
import icy.server.web.WebAssets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running station: builds everything in order and closes it in reverse. The only class that knows everyone, and long
 * for that: a third of it says who is made of what, and a third is the table of all routes.
 *
 * <p>Thread: any.
 */
public final class IcyServer implements AutoCloseable {
    /** A first track that takes longer to read does not keep the port closed. */
    private static final Duration FIRST_AUDIO = Duration.ofSeconds(5);

    /** For listeners to be sent what is left when the server stops; two seconds in all are promised. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final Pattern SHOUTCAST_PATH = Pattern.compile("/stream(?:/(\\d{1,9})(?:/.*)?)?/?");

    private static final long AWAIT_STEP_MILLIS = 20;
    private static final Logger log = LoggerFactory.getLogger(IcyServer.class);

    private final StateStore state;
    private final Workers workers;
    private final LoopGroup loops;
    private final Mounts mounts;
    private final StationNews news;
    private final Stations stations;
    private final Sources sources;
    private final Relays relays;
    private final Variants variants;
    private final Reload reload;
    private final Intros intros;
    private final MediaFolders media;
    private final Library library;
    private final Transcodes transcodes;
    private @Nullable QueueSurface queues;
    private @Nullable PlayEndpoint play;
    private @Nullable Acceptor acceptor;
    private @Nullable Acceptor shoutcastAcceptor;
    private volatile boolean closed;

    private IcyServer(ServerConfig config, ConfigSource reread) throws IOException {
        AnswerCounts accessLog = new AnswerCounts(AccessLog.combined(Clock.systemDefaultZone()));
        state = state(config.dataDir());
        workers = Workers.start(config.mounts().size());
        loops = LoopGroup.start(config.loops(), System::nanoTime);
        mounts = new Mounts(config, loops.loops(), UUID.randomUUID().toString(), accessLog, System::nanoTime);
        variants = new Variants(mounts, () -> Ffmpeg.find("ffmpeg"));
        media = new MediaFolders(config);
        library = new Library(media, config.dataDir(), Clock.systemUTC());
        transcodes = new Transcodes(config.transcode(), config.dataDir(), workers.transcode());
        LibraryNames names = new LibraryNames(media, library);
        news = new StationNews(names);
        stations = new Stations(mounts, state, config.limits().stationHistory(), news::add);
        try {
            stations.restore();
            TrackOpener tracks = new TrackOpener(new CachedConversion(transcodes));
            sources = new Sources(config, mounts, workers, tracks, stations::programme);
            relays = new Relays(mounts, sources, loops.loops().get(0), new HostResolver(workers.dns()), serverName());
            intros = new Intros(workers.io());
            play = new PlayEndpoint(media, transcodes, workers, Clock.systemUTC());
            PlayEndpoint files = play;
            files.tidyOn(loops.loops().get(0));
            reload = new Reload(
                    config,
                    reread,
                    mounts,
                    sources,
                    List.of(
                            next -> mounts.maxListeners(next.limits().maxListeners()),
                            relays::follow,
                            variants::follow,
                            media::follow,
                            next -> transcodes.follow(next.transcode()),
                            next -> files.forgetFiles(),
                            next -> library.scan(),
                            next -> intros.load(mounts.all(), System.nanoTime())));
            mounts.all().forEach(sources::start);
            relays.follow(config);
            variants.follow(config);
            awaitFirstAudio(intros.load(mounts.all(), System.nanoTime()));
            state.awaitOpen();
            stations.keepPositions(loops.loops().get(0));
            Authenticator authenticator = new Authenticator();
            Supplier<PasswordsConfig> passwords = () -> reload.running().passwords();
            SourceLogins logins = new SourceLogins(mounts, authenticator, passwords);
            OperatorLogins operators = new OperatorLogins(authenticator, passwords);
            ApiAccess access = new ApiAccess(operators, authenticator, reload::running);
            ListenerLogins listeners = new ListenerLogins(authenticator, passwords, System::nanoTime);
            queues = new QueueSurface(
                    state,
                    media,
                    access.guard(Role.DJ),
                    workers,
                    loops.loops().get(0),
                    new ListenFiles(
                            new ListenPlaces(), tracks, workers.file(), accessLog, new HeadWriter(Clock.systemUTC())));
            StationApi stationApi = new StationApi(
                    stations,
                    names,
                    new PublicAddress(config.publicUrl()),
                    access.guard(Role.DJ),
                    workers.answering(),
                    config.limits().stationHistory());
            BackupApi backups =
                    new BackupApi(state, workers.file(), accessLog, new HeadWriter(Clock.systemUTC()), serverName());
            HttpReception reception = new HttpReception(
                    routes(config, logins, operators, access, listeners, accessLog, queues, stationApi, backups, play),
                    limits(config),
                    workers,
                    accessLog,
                    serverName(),
                    Clock.systemUTC());
            ShoutcastDialogue dialogue = ShoutcastDialogue.onListenersPort(
                    logins,
                    mounts,
                    sources::admit,
                    workers.auth(),
                    config.limits().headerTimeout());
            acceptor = Acceptor.open(loops, address(config.listen()), reception.withLines(dialogue));
            shoutcastAcceptor = openShoutcastPort(config.listen(), reception.withLines(dialogue.onSourcesPort()));
            reception.rehearse();
            library.start(); // last: looking through folders must not delay the first audio
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Puts the station on the air. When this returns, listeners can connect and there is audio for them.
     *
     * @throws IOException with a message for the operator when the port or the data folder cannot be had
     */
    public static IcyServer start(ServerConfig config) throws IOException {
        return start(config, () -> config);
    }

    /** As {@link #start(ServerConfig)}, with a config that can be {@linkplain #reload read again}. */
    public static IcyServer start(ServerConfig config, ConfigSource reread) throws IOException {
        return new IcyServer(config, reread);
    }

    /** What the mounts play that play files, to be steered. */
    public Stations stations() {
        return stations;
    }

    /** Reads the config again and puts it in force; see {@link Reload}. */
    public Reload reload() {
        return reload;
    }

    /** The port listened on: the configured one, or the one the system chose for 0. */
    public int port() {
        Acceptor listening = acceptor;
        if (listening == null) {
            throw new IllegalStateException("the server does not listen");
        }
        return listening.address().getPort();
    }

    /** The second port, where SHOUTcast's sources come, if there is one. */
    public OptionalInt shoutcastPort() {
        Acceptor listening = shoutcastAcceptor;
        return listening == null
                ? OptionalInt.empty()
                : OptionalInt.of(listening.address().getPort());
    }

    /**
     * Waits until every mount there is has come to its end, and its listeners have got their last byte, or the server is
     * closed. A mount that a reload takes away is no end as long as there is another.
     */
    public void awaitEnd() throws InterruptedException {
        try {
            while (!closed && !isOver()) {
                CompletableFuture.allOf(mounts.all().stream().map(Mount::ended).toArray(CompletableFuture[]::new))
                        .get();
                TimeUnit.MILLISECONDS.sleep(AWAIT_STEP_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mount's end is never a failure", e);
        }
    }

    /** Whether any mount has been on the air: false after a programme of which nothing could be played. */
    public boolean hasPlayed() {
        return mounts.all().stream().anyMatch(mount -> mount.begun().isDone());
    }

    /** Whether the mount of that name can be heard now. */
    public boolean isOnAir(String mount) {
        return mounts.named(mount).filter(Mount::onAir).isPresent();
    }

    /** Takes no more connections, sends listeners what is there, and ends: within two seconds. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (acceptor != null) {
            acceptor.close();
        }
        if (shoutcastAcceptor != null) {
            shoutcastAcceptor.close();
        }
        long deadline = System.nanoTime() + DRAIN.toNanos();
        mounts.all().forEach(mount -> mount.stop(DRAIN));
        try {
            while (connections() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(AWAIT_STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        variants.close();
        library.close();
        transcodes.close();
        stations.keepPositions();
        loops.close();
        workers.close();
        if (queues != null) {
            queues.close();
        }
        if (play != null) {
            play.close();
        }
        state.close();
        log.info("stopped");
    }

    /** The whole surface on one screen. The first route that matches is taken. */
    private Routes routes(
            ServerConfig config,
            SourceLogins logins,
            OperatorLogins operators,
            ApiAccess access,
            ListenerLogins listeners,
            AnswerCounts accessLog,
            QueueSurface queues,
            StationApi stationApi,
            BackupApi backups,
            PlayEndpoint play) {
        PublicAddress address = new PublicAddress(config.publicUrl());
        HeadWriter headWriter = new HeadWriter(Clock.systemUTC());
        StreamHead heads = new StreamHead(serverName(), headWriter);
        Endpoint live = Endpoint.guarded(
                logins.guard(), new SourceEndpoint(logins, sources::admit, headWriter, serverName(), accessLog));
        TitleEndpoints titles = new TitleEndpoints(logins, mounts, sources::title);
        Endpoint first = listen(request -> mounts.usual(), heads, listeners);
        Instant started = Instant.now();
        WebAssets assets = new WebAssets();
        PageEndpoint page = new PageEndpoint(mounts, address);
        PlaylistEndpoint playlists = new PlaylistEndpoint(mounts, address);
        StatusEndpoint status = new StatusEndpoint(mounts, address, () -> figures(started));
        PublicPages shoutcast = new PublicPages(mounts, serverName());
        OperatorPages operatorPages = new OperatorPages(mounts, sources, serverName(), operators, titles);
        AdminEndpoint admin =
                new AdminEndpoint(mounts, sources, address, () -> figures(started), new AdminGuard(operators, logins));
        HealthEndpoint health = new HealthEndpoint(mounts, loops.loops());
        MountsApi api = new MountsApi(mounts, address);
        return Routes.builder()
                .get("/", Endpoint.choice(headers -> PageEndpoint.acceptsHtml(headers) ? page : first))
                .get("/index.html", Endpoint.blocking(shoutcast.orSummary(page)))
                .get("/web/{asset}", Endpoint.immediate(assets::handle))
                .get("/favicon.svg", assets.named("favicon.svg"))
                .get("/favicon.ico", assets.named("favicon.svg"))
                .get("/robots.txt", assets.named("robots.txt"))
                .get("/api/mounts", Endpoint.blocking(api::list))
                .get("/api/mounts/{mount...}", Endpoint.blocking(api::one))
                .get("/api/clock", Endpoint.immediate(new ClockApi(System::currentTimeMillis)::now))
                .post(
                        "/api/reload",
                        Endpoint.guarded(access.guard(Role.ADMIN), Endpoint.blocking(new ReloadApi(reload::run)::post)))
                .get("/api/reload", Endpoint.immediate(ReloadApi::notByGet))
                .get("/api/events", events(queues, accessLog))
                .with(builder -> queues.routes(builder, address))
                .with(mixtapes(config, access)::routes)
                .get("/queue/{name}", Endpoint.immediate(new QueuePage(address)::handle))
                .with(builder -> new LibraryApi(library).routes(builder, access.guard(Role.DJ)))
                .with(stationApi::routes)
                .with(routes -> backups.routes(routes, access.guard(Role.ADMIN)))
                .with(play::routes)
                .with(routes ->
                        new CacheApi(transcodes, media, workers.transcode()).routes(routes, access.guard(Role.ADMIN)))
                .get("/api/openapi.json", new OpenApi())
                .get("/health/live", Endpoint.immediate(health::live))
                .get("/health/ready", Endpoint.immediate(health::ready))
                .get("/metrics", new MetricsEndpoint(mounts, loops.loops(), accessLog, started))
                .get("/status-json.xsl", status)
                .get("/status.xsl", Endpoint.blocking(status::page))
                .get("/server_version.xsl", Endpoint.blocking(status::serverPage))
                .with(shoutcast::routes)
                .get("/admin/metadata", titles.icecast())
                .post("/admin/metadata", titles.icecast())
                .with(operatorPages::routes)
                .with(admin::routes)
                .get("/listen.m3u", playlists.listen(PlaylistFormat.M3U))
                .get("/listen.pls", playlists.listen(PlaylistFormat.PLS))
                .get("/listen.xspf", playlists.listen(PlaylistFormat.XSPF))
                .get("/{mount...}.m3u", playlists.ofMount(PlaylistFormat.M3U))
                .get("/{mount...}.pls", playlists.ofMount(PlaylistFormat.PLS))
                .get("/{mount...}.xspf", playlists.ofMount(PlaylistFormat.XSPF))
                .put("/{mount...}", live)
                .source("/{mount...}", live)
                .get("/{mount...}", listen(this::named, heads, listeners))
                .reserve("api")
                .build();
    }

    private MixtapeSurface mixtapes(ServerConfig config, ApiAccess access) {
        return new MixtapeSurface(
                state,
                media,
                library,
                new Covers(state.folder().resolve("covers"), workers.cpu()),
                access.guard(Role.DJ),
                workers,
                new PublicAddress(config.publicUrl()));
    }

    private Endpoint events(QueueSurface queues, AccessLog accessLog) {
        return new EventsEndpoint(
                new EventTopic(mounts, List.of(queues.news(), news)),
                id -> stations.named(id).map(news::of),
                workers.io(),
                accessLog);
    }

    private Endpoint listen(Function<Request, Optional<Mount>> which, StreamHead heads, ListenerLogins logins) {
        Function<Request, Optional<Mount>> chosen = request -> variants.chosen(request, which.apply(request));
        return Endpoint.guarded(logins.guard(chosen), new ListenEndpoint(chosen, heads, intros));
    }

    /**
     * The mount that a path means: by its name, or as SHOUTcast names streams: {@code /stream/1/}, and {@code /;} for
     * "the stream, whoever I am".
     */
    private Optional<Mount> named(Request request) {
        String path = request.path();
        Optional<Integer> sid = request.query("sid").map(IcyServer::number);
        Matcher shoutcast = SHOUTCAST_PATH.matcher(path);
        if (path.startsWith("/;") || path.equals("/stream") && sid.isPresent()) {
            return mounts.numbered(sid.orElse(1));
        }
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Optional<Mount> named = mounts.named(name);
        return named.isEmpty() && shoutcast.matches()
                ? mounts.numbered(shoutcast.group(1) == null ? 1 : number(shoutcast.group(1)))
                : named;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0; // numbers no mount
        }
    }

    /** Opened by a thread of its own, for the air does not wait for it. A folder that cannot be written does not stop the show. */
    private static StateStore state(@Nullable Path folder) throws IOException {
        try {
            return StateStore.begin(folder);
        } catch (UnwritableFolderException e) {
            log.error("{}; until then all is forgotten when icy stops", e.getMessage());
            return StateStore.begin(null);
        }
    }

    /** For all that the first listeners are to hear, but not for ever: a disk may be slow, or dead. */
    private void awaitFirstAudio(CompletableFuture<Void> introsRead) {
        Stream<CompletableFuture<?>> first = mounts.all().stream()
                .filter(mount -> Sources.feedsItself(mount.config()))
                .map(mount -> CompletableFuture.anyOf(mount.begun(), mount.ended()));
        try {
            CompletableFuture.allOf(Stream.concat(Stream.of(introsRead), first).toArray(CompletableFuture[]::new))
                    .get(FIRST_AUDIO.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("the first audio is not there after {} s: listening all the same", FIRST_AUDIO.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mount's beginning is never a failure", e);
        }
    }

    private ServerFigures figures(Instant started) {
        long accepted = Stream.of(acceptor, shoutcastAcceptor)
                .filter(Objects::nonNull)
                .mapToLong(Acceptor::accepted)
                .sum();
        return new ServerFigures(serverName(), started, loops.connections(), accepted, sources.admitted(), 0);
    }

    private boolean isOver() {
        return mounts.all().stream().allMatch(mount -> mount.ended().isDone() && mount.connections() == 0);
    }

    private long connections() {
        return mounts.all().stream().mapToLong(Mount::connections).sum();
    }

    private static InetSocketAddress address(ListenConfig listen) {
        return new InetSocketAddress(listen.bind(), listen.port());
    }

    /** The port above the listeners', unless something else has it: that alone does not stop the start. */
    private @Nullable Acceptor openShoutcastPort(ListenConfig listen, Reception reception) throws IOException {
        Integer port = listen.shoutcastPort();
        if (port == null) {
            return null;
        }
        try {
            return Acceptor.open(loops, new InetSocketAddress(listen.bind(), port), reception);
        } catch (IOException e) {
            if (listen.shoutcastPortRequired()) {
                throw e;
            }
            log.warn(
                    "port {} is taken, so SHOUTcast sources cannot come there: set listen.shoutcast-port to a free one, or"
                            + " to off, and let them use port {}",
                    port,
                    listen.port());
            return null;
        }
    }

    private static HttpLimits limits(ServerConfig config) {
        LimitsConfig limits = config.limits();
        return new HttpLimits(
                limits.maxConnections(),
                limits.headerTimeout(),
                limits.idleTimeout(),
                limits.maxHeadBytes(),
                limits.maxHeaders());
    }

    private static String serverName() {
        String version = IcyServer.class.getPackage().getImplementationVersion();
        return "icy/" + (version == null ? "dev" : version);
    }
}
