package icy.server.mixtape;

import icy.server.cover.CoverApi;
import icy.server.cover.CoverFinder;
import icy.server.cover.Covers;
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
    private final CoverUpload upload;
    private final CoverApi covers;
    private final SharePage page;
    private final QrPages codes;

    /**
     * @param guard says who may change mixtapes
     * @param covers makes pictures small
     * @param address where the server is found from outside
     */
    public MixtapeSurface(
            StateStore store,
            MediaFolders folders,
            Library library,
            Covers covers,
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
        CoverFinder finder = new CoverFinder(folders);
        MixtapeCovers mixtapeCovers = new MixtapeCovers(mixtapes, finder, covers);
        upload = new CoverUpload(mixtapes, covers, api, answers);
        this.covers =
                new CoverApi(covers, finder, folders, library, (request, id) -> mixtapeCovers.find(request, id, door));
        page = new SharePage(door, files, mixtape -> mixtapeCovers.of(mixtape).isPresent(), address);
        codes = new QrPages(door, mixtapeCovers, covers, address, workers.cpu(), answers);
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.with(links::routes)
                .with(upload::routes)
                .with(api::routes)
                .with(page::routes)
                .with(codes::routes)
                .with(covers::routes)
                .reserve("share")
                .reserve("covers")
                .reserve("qr");
    }
}
