/**
 * What outlives the process: one SQLite file in the data folder, its tables by migrations, one thread that writes it.
 *
 * <p>It knows no table: what is kept belongs to those who keep it. It must not know HTTP, mounts or loops.
 *
 * <p>Read {@link icy.server.state.StateStore} first.
 */
@NullMarked
package icy.server.state;

import org.jspecify.annotations.NullMarked;
