package icy.server.mixtape;

import icy.server.http.Guard;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.library.Library;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.state.StateStore;
import java.time.Clock;

/**
 * Mixtapes as the server has them: builds the parts of this package and says which URLs they answer.
 *
 * <p>Thread: any.
 */
public final class MixtapeSurface {
    private final MixtapeApi api;
    private final LinkApi links;
    private final SharePage page;

    /**
     * @param guard says who may change mixtapes
     * @param address where the server is found from outside
     */
    public MixtapeSurface(
            StateStore store,
            MediaFolders folders,
            Library library,
            Guard guard,
            Workers workers,
            PublicAddress address) {
        Clock clock = Clock.systemUTC();
        Mixtapes mixtapes = new Mixtapes(store, clock);
        MixtapeFiles files = new MixtapeFiles(folders, library);
        MixtapeAnswers answers = new MixtapeAnswers(guard, workers.answering());
        ShareDoor door = new ShareDoor(mixtapes, new ShareLinks(clock));
        api = new MixtapeApi(mixtapes, files, answers, address);
        links = new LinkApi(mixtapes, answers, address, clock);
        page = new SharePage(door, files, mixtape -> false, address);
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.with(links::routes).with(api::routes).with(page::routes);
    }
}
