package icy.server.http;

import java.util.function.Supplier;

/**
 * Stands before an endpoint and says who may pass: see {@link Endpoint#guarded}. What it can tell at once it says at
 * once; what takes time, such as a password's slow hash, it leaves to a worker.
 *
 * <p>Thread: the connection's loop; it must not block.
 */
@FunctionalInterface
public interface Guard {
    Verdict ANYBODY = new Admitted("");

    /** @param request with its body only where the route says so: a stranger should not be able to make us keep one */
    Verdict judge(Request request);

    /** Lets the request pass; {@link Request#user} is {@code user} from now on. */
    static Verdict admitted(String user) {
        return new Admitted(user);
    }

    /** Lets the request pass without knowing whose it is. */
    static Verdict admitted() {
        return ANYBODY;
    }

    /** Answers instead of the endpoint. */
    static Verdict refused(Response answer) {
        return new Refused(answer);
    }

    /** Asks a worker, whose word is final: it may not ask again. While it works, nothing is read. */
    static Verdict ask(Supplier<Verdict> work) {
        return new Ask(work);
    }

    /** What a guard says. */
    sealed interface Verdict {}

    /**
     * See {@link Guard#admitted}.
     *
     * @param user empty for anybody
     */
    record Admitted(String user) implements Verdict {}

    /** See {@link Guard#refused}. */
    record Refused(Response answer) implements Verdict {}

    /** See {@link Guard#ask}. */
    record Ask(Supplier<Verdict> work) implements Verdict {}
}
