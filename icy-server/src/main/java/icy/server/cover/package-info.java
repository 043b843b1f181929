/**
 * Covers: pictures that lie in the tags of files of music, beside them, or were sent, as small pictures of a few sizes. What
 * cannot be shown is refused before it is decoded, and what was made is kept on the disk for the next time. It must not know
 * mixtapes; who has covers of its own says so through {@link icy.server.cover.CoverApi.Others}.
 *
 * <p>Read {@link icy.server.cover.Covers} first. Nothing in here touches the JDK's desktop before somebody asks for a
 * picture: that costs time and memory.
 */
@NullMarked
package icy.server.cover;

import org.jspecify.annotations.NullMarked;
