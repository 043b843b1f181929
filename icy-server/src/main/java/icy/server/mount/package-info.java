/**
 * One public stream: the ring its bytes are in, the clock that paces it, the titles that belong to it, and the listeners
 * it is sent to.
 *
 * <pre>
 *   a source ──> Mount.append ──> StreamRing ──> Audience (one a loop) ──> Listener ──> Wire
 * </pre>
 *
 * <p>Must not know where bytes come from (that is {@code source}) nor what a unit holds, save for {@link
 * icy.server.mount.Entry}, which asks the codec what a beginner needs. Read {@link icy.server.mount.Mount} first, then
 * {@link icy.server.mount.Audience}.
 */
@NullMarked
package icy.server.mount;

import org.jspecify.annotations.NullMarked;
