/**
 * Speed of the parts, by JMH: {@code icy-bench/run jmh [--quick]}.
 *
 * <p>Each benchmark stands alone. That of the request parser is in {@code icy.server.http}, where it can see it.
 */
@NullMarked
package icy.bench.jmh;

import org.jspecify.annotations.NullMarked;
