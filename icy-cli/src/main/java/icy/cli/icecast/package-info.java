/**
 * Makes a config of icy's out of one of Icecast's.
 *
 * <p>It knows both formats and nothing of a running server. What it writes it tries against icy's own rules beforehand;
 * what it cannot carry over it names, with the line, and says what to do instead.
 *
 * <p>Read {@link icy.cli.icecast.IcecastImport} first.
 */
@NullMarked
package icy.cli.icecast;

import org.jspecify.annotations.NullMarked;
