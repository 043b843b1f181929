/**
 * The programs under measurement: started each on a free loopback port, watched through {@code /proc}, ended by process
 * id. Only Linux has what this needs.
 *
 * <p>This package must not know what is measured. Read {@link icy.bench.server.RadioServer} first.
 */
@NullMarked
package icy.bench.server;

import org.jspecify.annotations.NullMarked;
