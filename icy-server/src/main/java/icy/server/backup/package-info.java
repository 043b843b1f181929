/**
 * What outlives the process as one file, out of a running server and into it again.
 *
 * <p>It must not know what is in that file. Read {@link icy.server.backup.BackupApi} first.
 */
@NullMarked
package icy.server.backup;

import org.jspecify.annotations.NullMarked;
