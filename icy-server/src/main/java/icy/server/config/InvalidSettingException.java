package icy.server.config;

/**
 * A value that a record of this package refuses; names the key, so that {@link ConfigReader} can say where it was written.
 *
 * <p>Thread: any.
 */
public final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final ConfigKey key;
    private final String rule;

    InvalidSettingException(ConfigKey key, Object value, String rule) {
        super(key.isSecret() ? key.path() + ": " + rule : "%s %s: %s".formatted(key.path(), value, rule));
        this.key = key;
        this.rule = rule;
    }

    /** What was set wrongly. */
    public ConfigKey key() {
        return key;
    }

    /** What the value must be, without the key and the value: {@code must be 1 to 64}. */
    public String rule() {
        return rule;
    }
}
