package icy.server.mixtape;

import icy.server.http.Guard;
import icy.server.http.Request;

/**
 * Lets everybody pass and marks those who may change mixtapes: they alone see the ones that are not public.
 *
 * <p>Thread: the connection's loop.
 */
final class Insiders implements Guard {
    /** Who may change mixtapes without having said who it is. */
    private static final String UNNAMED = "local";

    private final Guard guard;

    /** @param guard says who may change mixtapes */
    Insiders(Guard guard) {
        this.guard = guard;
    }

    /** Whether this one, which has passed here, is of an insider. */
    static boolean has(Request request) {
        return request.user().isPresent();
    }

    @Override
    public Verdict judge(Request request) {
        return softened(guard.judge(request));
    }

    private static Verdict softened(Verdict verdict) {
        if (verdict instanceof Admitted admitted) {
            return admitted.user().isEmpty() ? Guard.admitted(UNNAMED) : admitted;
        }
        return verdict instanceof Ask ask ? Guard.ask(() -> softened(ask.work().get())) : Guard.admitted();
    }
}
