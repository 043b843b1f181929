/**
 * What there is to play: the files of the media folders, what their tags say and how whole they are, kept in a database
 * of its own that can be made anew from the files, searched, sorted and watched for change.
 *
 * <pre>
 *   MediaFolders ──> FolderWalk, FolderWatch ──> LibraryScan ──> FileReader ──> TrackTable ──> library.db
 *                                                                          LibraryApi <── Library <── TrackSearch
 * </pre>
 *
 * <p>It plays nothing and must not know what does. Read {@link icy.server.library.Library} first.
 */
@NullMarked
package icy.server.library;

import org.jspecify.annotations.NullMarked;
