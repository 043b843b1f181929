/**
 * Streams of other servers, fetched and put on the air here: by URL, or all mounts of a master.
 *
 * <pre>
 *   MasterList ──> Relay ──> UpstreamClient ──> UpstreamAnswerParser, then the body ──> whoever asked
 * </pre>
 *
 * <p>Must not know who listens, nor how a unit gets from the input buffer into the ring. Read {@link
 * icy.server.relay.UpstreamClient} first.
 */
@NullMarked
package icy.server.relay;

import org.jspecify.annotations.NullMarked;
