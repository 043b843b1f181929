/**
 * Every promise that has a figure, measured on the program as it is shipped: one {@link icy.bench.acceptance.Line} each,
 * with its figures and PASS or FAIL.
 *
 * <p>What JUnit can judge is not judged again here but run ({@link icy.bench.acceptance.TestsLine}). Read {@link
 * icy.bench.acceptance.AcceptanceCommand} first.
 */
@NullMarked
package icy.bench.acceptance;

import org.jspecify.annotations.NullMarked;
