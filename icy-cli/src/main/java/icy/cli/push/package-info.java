/**
 * {@code icy push}: a source client. It plays files, or passes on what comes in, to any Icecast, SHOUTcast or icy server
 * in real time.
 *
 * <pre>
 *  files ──> TrackUnits ─┐                                                        ┌─> IcecastProtocol ─┐
 *                        ├─> Programme ──> PushRun (paces, connects, reconnects) ─┤                    ├─> ServerLink
 *  stdin ──> InputUnits ─┘                      │                                 └─> ShoutcastProtocol┘
 *                                               └── titles ──> TitleSender (a thread of its own)
 * </pre>
 *
 * <p>It must not know icy's own server: it is tried with others too. Read {@link icy.cli.push.PushRun} first.
 */
@NullMarked
package icy.cli.push;

import org.jspecify.annotations.NullMarked;
