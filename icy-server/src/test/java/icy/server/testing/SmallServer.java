package icy.server.testing;

import icy.server.http.Endpoint;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.io.IOException;

/** A server in a process of its own, for tests that starve it. Prints its port; ends when its standard input does. */
public final class SmallServer {
    private SmallServer() {}

    public static void main(String[] args) throws IOException {
        Routes routes = Routes.builder()
                .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                .build();
        try (TestHttp http = new TestHttp(routes)) {
            System.out.println(http.port());
            while (System.in.read() >= 0) {
                // nothing is said on it
            }
        }
    }
}
