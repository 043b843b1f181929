/**
 * What a mount plays, as somebody wants it: a {@link icy.server.station.Station} is the remote control of a mount's
 * playout, keeps what it was told over a restart, and tells what happens. Its verbs are a Java interface and, by {@link
 * icy.server.station.StationApi}, one over HTTP.
 *
 * <p>It decides what comes next and must not know how that comes to be heard: frames, rings and listeners.
 *
 * <p>Read {@link icy.server.station.Station} first, then {@code Player}.
 */
@NullMarked
package icy.server.station;

import org.jspecify.annotations.NullMarked;
