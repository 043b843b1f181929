package icy.server.mount;

/**
 * A connection that is sent a mount's stream, as an operator sees it.
 *
 * <p>Thread: any.
 *
 * @param id by which it can be closed; no other connection of this server's run has it
 * @param kind what it counts as
 * @param address where it comes from
 * @param userAgent empty if it said none, like the two after it
 * @param user as whom it logged in
 * @param connectedSeconds since it joined
 * @param lagSeconds how far what it is sent next lies behind the live edge
 * @param bytesSent to it, head and metadata included
 */
public record ListenerView(
        long id,
        Kind kind,
        String address,
        String userAgent,
        String referrer,
        String user,
        long connectedSeconds,
        double lagSeconds,
        long bytesSent) {

    /** The same connection, counting as something else. */
    ListenerView as(Kind other) {
        return new ListenerView(id, other, address, userAgent, referrer, user, connectedSeconds, lagSeconds, bytesSent);
    }

    /** What a connection counts as. */
    public enum Kind {
        /** Somebody who listens. */
        LISTENER,
        /** Another server, which has listeners of its own. */
        RELAY,
        /** One that has not been there for long enough, or the second one of a player that has two. */
        CONNECTION
    }
}
