/**
 * Files for one client at a time: a list of them as one MP3, joined as on the air, no faster than the client takes it. It
 * must not know whose list it is.
 *
 * <p>Read {@link icy.server.listenfile.ListenFile} first.
 */
@NullMarked
package icy.server.listenfile;

import org.jspecify.annotations.NullMarked;
