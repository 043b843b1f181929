package icy.server.mixtape;

/**
 * What a list says of a mixtape.
 *
 * <p>Thread: any.
 */
record MixtapeSummary(String slug, String title, boolean isPublic, long revision, int tracks) {}
