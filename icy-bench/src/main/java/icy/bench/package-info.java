/**
 * Measures icy as it is shipped: speed of its parts, its price beside other servers, and every promise with a figure.
 *
 * <p>{@code icy-bench/run} starts what is here. Nothing depends on this module and it is not published. Read {@link
 * icy.bench.BenchCommand} first, then {@link icy.bench.compare.Comparison} or {@link icy.bench.acceptance.AcceptanceCommand}.
 */
@NullMarked
package icy.bench;

import org.jspecify.annotations.NullMarked;
