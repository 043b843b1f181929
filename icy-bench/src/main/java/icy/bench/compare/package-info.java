/**
 * icy beside other servers: the same listeners, the same machine, one server after the other, and a table of what each
 * cost and what its listeners got.
 *
 * <p>Knows the servers only as {@link icy.bench.server.RadioServer}s. Read {@link icy.bench.compare.Comparison} first.
 */
@NullMarked
package icy.bench.compare;

import org.jspecify.annotations.NullMarked;
