/**
 * {@code icy listen}: joins a stream as a player does, shows its titles and records it.
 *
 * <p>A client of its own, since the JDK's refuses {@code ICY 200 OK}. It must not know the server: it joins any station.
 * Read {@link icy.cli.listen.ListenCommand} first.
 */
@NullMarked
package icy.cli.listen;

import org.jspecify.annotations.NullMarked;
