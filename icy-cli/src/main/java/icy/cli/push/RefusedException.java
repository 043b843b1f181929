package icy.cli.push;

import java.io.IOException;

/**
 * The server answered, and said no.
 *
 * <p>Thread: any.
 */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    /** @param mayPass whether asking again later can help: a mount comes free, a wrong password stays wrong */
    RefusedException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    boolean mayPass() {
        return mayPass;
    }
}
