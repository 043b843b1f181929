package icy.server.scenario;

import icy.server.IcyServer;
import icy.server.config.LimitsConfig;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;

/** A whole server on a free port of this machine, for one story. */
final class TestStation implements AutoCloseable {
    private final IcyServer server;

    private TestStation(IcyServer server) {
        this.server = server;
    }

    /** One mount {@code /stream} that plays the demo tracks. */
    static TestStation demo() throws IOException {
        return of(MountConfig.of("/stream", TestData.path("demo")));
    }

    static TestStation of(MountConfig... mounts) throws IOException {
        return of(LimitsConfig.defaults(), mounts);
    }

    static TestStation of(LimitsConfig limits, MountConfig... mounts) throws IOException {
        return of(ServerConfig.of(mounts).withLimits(limits));
    }

    /** With all of this, save where it listens. */
    static TestStation of(ServerConfig config) throws IOException {
        return new TestStation(IcyServer.start(
                config.withListen(new ListenConfig("127.0.0.1", 0)).withLoops(2)));
    }

    int port() {
        return server.port();
    }

    IcyServer server() {
        return server;
    }

    /** Sends a request as it stands. */
    StreamClient ask(String request) throws IOException {
        return StreamClient.open(server.port(), request);
    }

    @Override
    public void close() {
        server.close();
    }
}
