package icy.server.cover;

import java.io.IOException;
import java.util.Optional;

/**
 * A picture as it was found, before it is made small.
 *
 * <p>Thread: any; a worker for {@link Reading}.
 *
 * @param key changes when the picture does
 * @param name for whoever is told what is wrong with it
 */
public record CoverSource(String key, String name, Reading reading) {

    /** Its bytes; empty if there is no picture after all. */
    @FunctionalInterface
    public interface Reading {
        Optional<byte[]> bytes() throws IOException;
    }
}
