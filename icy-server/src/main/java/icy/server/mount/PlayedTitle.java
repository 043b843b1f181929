package icy.server.mount;

import java.time.Instant;

/**
 * A title that has been on the air, or is.
 *
 * <p>Thread: any.
 *
 * @param began when it came into force at the live edge
 */
public record PlayedTitle(Instant began, String title) {}
