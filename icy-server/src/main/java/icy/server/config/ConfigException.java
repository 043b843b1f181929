package icy.server.config;

import java.util.List;

/**
 * A configuration that cannot be started with; carries everything that is wrong with it, so that it is mended in one go.
 *
 * <p>Thread: any.
 */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: where, the value, what to write instead. */
    public List<String> problems() {
        return problems;
    }
}
