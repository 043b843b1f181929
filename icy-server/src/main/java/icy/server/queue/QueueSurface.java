package icy.server.queue;

import icy.server.api.EventSource;
import icy.server.http.Guard;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.listenfile.ListenFiles;
import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.state.StateStore;
import icy.server.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;

/**
 * Named queues as the server has them: builds the parts of this package and says which URLs they answer.
 *
 * <p>Thread: any.
 */
public final class QueueSurface implements AutoCloseable {
    private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();

    private final QueueNews news = new QueueNews();
    private final Queues queues;
    private final QueueApi api;
    private final TemplateApi templates;
    private final ActivationApi activations;
    private final HookApi hooks;
    private final PlaysApi plays;
    private final ExportApi exports;
    private final ListenFileEndpoint listenFile;
    private final Webhooks webhooks;
    private final PlayCounts playCounts;
    private final ActivationClock activationClock;

    /**
     * @param guard says who may change queues
     * @param loop whose clock tells what is due
     * @param listenFiles gives queues to clients
     */
    public QueueSurface(
            StateStore store,
            MediaFolders folders,
            Guard guard,
            Workers workers,
            EventLoop loop,
            ListenFiles listenFiles) {
        Clock clock = Clock.systemUTC();
        queues = new Queues(store, clock);
        QueueFiles files = new QueueFiles(folders);
        QueueAnswers answers = new QueueAnswers(guard, workers.answering());
        playCounts = new PlayCounts(store, clock);
        webhooks = new Webhooks(workers.dns(), clock);
        activationClock = new ActivationClock(queues, clock);
        api = new QueueApi(queues, files, answers, workers.file());
        templates = new TemplateApi(queues, files, answers);
        activations = new ActivationApi(queues, answers, clock);
        hooks = new HookApi(queues, webhooks, answers, workers.dns());
        plays = new PlaysApi(queues, playCounts, answers);
        exports = new ExportApi(queues, files, answers);
        listenFile = new ListenFileEndpoint(queues, files, playCounts::played, listenFiles);
        queues.onChange(news::changed);
        queues.onChange(new HookNews(webhooks)::changed);
        loop.execute(() -> tick(loop));
    }

    /**
     * The more particular first: a template may be called "queue".
     *
     * @param address where the server is found from outside
     */
    public Routes.Builder routes(Routes.Builder routes, PublicAddress address) {
        return routes.with(templates::routes)
                .with(exports::routes)
                .with(plays::routes)
                .with(activations::routes)
                .with(hooks::routes)
                .with(new CardApi(queues, address)::routes)
                .get("/api/streams/{name}/stream.mp3", listenFile)
                .with(api::routes);
    }

    /** Event {@code queue}. */
    public EventSource news() {
        return news;
    }

    /** Hands over what is yet to be kept. */
    @Override
    public void close() {
        webhooks.close();
        playCounts.flush();
    }

    private void tick(EventLoop loop) {
        activationClock.check();
        playCounts.flush();
        loop.schedule(loop.nowNanos() + TICK_NANOS, () -> tick(loop));
    }
}
