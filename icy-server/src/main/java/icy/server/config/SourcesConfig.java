package icy.server.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may be live on a mount, and how what they send is taken in.
 *
 * <p>Thread: any.
 *
 * @param users who may be live here; default none: whoever shows the server's source password, as user {@code source}. A
 *     mount that has users of its own takes these alone, as in Icecast
 * @param takeover whether a source may take the place of one like itself; default {@link Takeover#STALE}
 * @param inputBuffer audio of a live source or relay held back to even out its arrival, 50 ms to 30 s; default 500 ms
 * @param charset character set of titles that come without saying theirs; default UTF-8
 */
public record SourcesConfig(List<SourceUser> users, Takeover takeover, Duration inputBuffer, Charset charset) {

    public static final SourcesConfig DEFAULT =
            new SourcesConfig(List.of(), Takeover.STALE, Duration.ofMillis(500), StandardCharsets.UTF_8);

    /** Most users of one mount. */
    public static final int MOST_USERS = 100;

    static final String USER_TWICE = "another source of this mount has this name; give each its own";

    public SourcesConfig {
        users = List.copyOf(users);
        if (users.size() > MOST_USERS) {
            throw new InvalidSettingException(ConfigKey.SOURCE_USER, users.size(), tooMany(users.size()));
        }
        Set<String> names = new HashSet<>();
        for (SourceUser user : users) {
            if (!names.add(user.user())) {
                throw new InvalidSettingException(ConfigKey.SOURCE_USER, user.user(), USER_TWICE);
            }
        }
        ConfigKey.INPUT_BUFFER.requireWithin(inputBuffer, Duration.ofMillis(50), Duration.ofSeconds(30));
    }

    static String tooMany(int users) {
        return "there are %d who may be live on it; at most %d may".formatted(users, MOST_USERS);
    }

    /** The same with these users. */
    public SourcesConfig withUsers(SourceUser... others) {
        return new SourcesConfig(List.of(others), takeover, inputBuffer, charset);
    }
}
