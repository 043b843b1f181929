package icy.server.config;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What this server shows another one to be let in.
 *
 * <p>Thread: any.
 *
 * @param user name to log in with
 * @param password in plain, since it must be sent
 */
public record Login(String user, Secret password) {

    /** A colon would end the name in the credentials of HTTP (RFC 7617, section 2). */
    private static final Pattern NAME = Pattern.compile("[^:\\p{Cntrl}]{1,200}");

    public Login {
        requireName(user);
        requirePlain(password);
    }

    /** This name, unless it cannot be one. */
    static String requireName(String user) {
        if (!NAME.matcher(user).matches()) {
            throw new IllegalArgumentException("a user name has 1 to 200 characters and no colon");
        }
        return user;
    }

    /** This password, unless only its hash is known. */
    static Secret requirePlain(Secret password) {
        if (password.hash().isPresent()) {
            throw new IllegalArgumentException("a hash cannot be sent to another server; write the password in plain");
        }
        return password;
    }

    /** {@code user:password} in UTF-8: what Basic credentials (RFC 7617) carry in Base64. */
    public byte[] credentials() {
        return (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    }
}
