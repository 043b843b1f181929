package icy.bench.acceptance;

/**
 * How a {@link Line} came out.
 *
 * @param figures what was measured, in one line
 */
record Verdict(boolean passed, String figures) {}
