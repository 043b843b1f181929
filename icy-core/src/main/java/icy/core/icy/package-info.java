/**
 * In-band ("ICY") metadata: what a title is, how it becomes bytes, at which stream position it is in force, and how it is
 * put into and taken out of a stream.
 *
 * <p>The protocol has no standard. What is written here follows Icecast 2.4.4 and what players were seen to accept. Must
 * not know sockets or mounts. Read {@link icy.core.icy.StreamTitle} and {@link icy.core.icy.MetadataBlock} first.
 */
@NullMarked
package icy.core.icy;

import org.jspecify.annotations.NullMarked;
