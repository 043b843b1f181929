package icy.server.config;

import java.io.IOException;

/**
 * Where a running server gets its config from when it is to read it again.
 *
 * <p>Thread: any, one at a time.
 */
public interface ConfigSource {
    /**
     * The whole config as it would be at a start now, passwords filled in.
     *
     * @throws ConfigException with all that is wrong with it
     * @throws IOException when what belongs to it cannot be read
     */
    ServerConfig read() throws ConfigException, IOException;
}
