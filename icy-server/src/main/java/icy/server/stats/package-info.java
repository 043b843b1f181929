/** Counters with one writer and any number of readers. Knows nothing of what is counted. */
@NullMarked
package icy.server.stats;

import org.jspecify.annotations.NullMarked;
