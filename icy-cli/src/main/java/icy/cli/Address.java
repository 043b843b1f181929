package icy.cli;

import java.net.URI;

/**
 * How the address of a stream is asked for and how it is shown.
 *
 * <p>Thread: any.
 */
public final class Address {

    private Address() {}

    /** Path and query as they go into a request: a letter beyond ASCII as the escaped bytes of its UTF-8. */
    public static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** For messages and the terminal: without the user's name and password, wherever it came from. */
    public static String shown(Object address) {
        return address.toString().replaceFirst("//[^/?#]*@", "//");
    }
}
