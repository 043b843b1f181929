package icy.server.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes mounts of what is written of them, noting what is wrong with each.
 *
 * <p>Thread: one at a time.
 */
final class MountReader {

    /** Holds the place of what was refused, so that the rest is looked at too; it never gets into a config. */
    private static final Secret STAND_IN = Secret.of("x".repeat(Secret.LEAST_CHARACTERS));

    private final List<Problem> problems;

    MountReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** As many as are written, in that order. */
    List<MountConfig> read(List<WrittenTable> tables) {
        List<MountConfig> mounts = new ArrayList<>();
        boolean namedAsWritten = true;
        for (WrittenTable table : tables) {
            MountConfig mount = mount(table);
            if (mounts.stream().anyMatch(other -> other.name().equals(mount.name()))) {
                problems.add(table.refused(ConfigKey.MOUNT, ServerConfig.NAME_TAKEN));
            }
            Setting name = table.get(ConfigKey.MOUNT);
            namedAsWritten &= name == null || name.text().equals(mount.name());
            mounts.add(mount);
        }
        for (int i = 0; i < mounts.size(); i++) {
            if (ServerConfig.isTakenByVariant(mounts.get(i).name(), mounts)) {
                problems.add(tables.get(i).refused(ConfigKey.MOUNT, ServerConfig.VARIANTS_NAME));
            }
        }
        if (mounts.size() > ServerConfig.MAX_MOUNTS) {
            problems.add(new Problem(
                    0,
                    "mounts: there are %d; at most %d can be served"
                            .formatted(mounts.size(), ServerConfig.MAX_MOUNTS)));
        }
        // Where a name was refused, a fallback to it is right all the same.
        if (namedAsWritten) {
            for (Fallbacks.Fault fault : Fallbacks.faults(mounts)) {
                problems.add(tables.get(fault.mount()).refused(ConfigKey.FALLBACK, fault.rule()));
            }
        }
        return mounts;
    }

    private MountConfig mount(WrittenTable table) {
        Settings settings = new Settings(table, problems);
        List<Path> paths = settings.existing(ConfigKey.PATHS);
        List<SourceUser> users = users(table, settings);
        Path fallbackFile = settings.existingFile(ConfigKey.FALLBACK_FILE).orElse(null);
        Path intro = settings.existingFile(ConfigKey.INTRO).orElse(null);
        Path passwords = settings.existingFile(ConfigKey.LISTENER_PASSWORDS).orElse(null);
        List<VariantFormat> variants = variants(table, settings);
        return settings.build(() -> new MountConfig(
                settings.text(ConfigKey.MOUNT),
                new StationInfo(
                        settings.text(ConfigKey.NAME),
                        settings.text(ConfigKey.GENRE),
                        settings.text(ConfigKey.DESCRIPTION),
                        settings.text(ConfigKey.URL),
                        settings.flag(ConfigKey.PUBLIC)),
                new PlayoutConfig(
                        paths,
                        settings.flag(ConfigKey.SHUFFLE),
                        settings.flag(ConfigKey.ONCE),
                        settings.choice(ConfigKey.MIXED, MixedPolicy.class),
                        new TrackFormat(
                                settings.numberUnlessAuto(ConfigKey.SAMPLE_RATE).orElse(null),
                                settings.numberUnlessAuto(ConfigKey.CHANNELS).orElse(null),
                                settings.number(ConfigKey.CONVERT_BITRATE))),
                new SourcesConfig(
                        users,
                        settings.choice(ConfigKey.TAKEOVER, Takeover.class),
                        settings.duration(ConfigKey.INPUT_BUFFER),
                        settings.parsed(ConfigKey.CHARSET, MountReader::charset)),
                new RelayConfig(
                        settings.list(ConfigKey.RELAY, Upstream::parse),
                        settings.flag(ConfigKey.RELAY_ON_DEMAND),
                        settings.duration(ConfigKey.RELAY_LINGER)),
                new HandoverConfig(
                        settings.duration(ConfigKey.PATIENCE),
                        settings.duration(ConfigKey.LINGER),
                        settings.optional(ConfigKey.FALLBACK, text -> text).orElse(null),
                        fallbackFile,
                        settings.choice(ConfigKey.IDLE, Idle.class)),
                delivery(settings),
                new ListenersConfig(
                        settings.flag(ConfigKey.HIDDEN),
                        intro,
                        settings.numberOrNone(ConfigKey.MOUNT_MAX_LISTENERS, ListenersConfig.NO_LIMIT),
                        settings.durationOrNone(ConfigKey.MAX_LISTENER_TIME).orElse(null),
                        passwords),
                new VariantsConfig(
                        variants,
                        settings.flag(ConfigKey.VARIANTS_ALWAYS),
                        settings.duration(ConfigKey.VARIANTS_LINGER))));
    }

    private List<VariantFormat> variants(WrittenTable table, Settings settings) {
        List<VariantFormat> written = settings.list(ConfigKey.VARIANTS, VariantFormat::parse);
        List<VariantFormat> distinct = written.stream().distinct().toList();
        if (distinct.size() < written.size()) {
            problems.add(table.refused(ConfigKey.VARIANTS, VariantsConfig.TWICE));
        }
        if (distinct.size() > VariantsConfig.MOST) {
            problems.add(table.refused(ConfigKey.VARIANTS, VariantsConfig.TOO_MANY));
            return List.of();
        }
        return distinct;
    }

    private static DeliveryConfig delivery(Settings settings) {
        return new DeliveryConfig(
                settings.number(ConfigKey.METAINT),
                settings.duration(ConfigKey.BURST),
                settings.durationUnlessAuto(ConfigKey.FLUSH).orElse(null),
                settings.duration(ConfigKey.RETAIN),
                settings.choice(ConfigKey.SLOW, SlowPolicy.class),
                settings.duration(ConfigKey.SLOW_AFTER, settings.duration(ConfigKey.RETAIN)));
    }

    /** The user {@code source}, if the mount has a password for it, and those with names of their own. */
    private List<SourceUser> users(WrittenTable mount, Settings settings) {
        List<SourceUser> users = new ArrayList<>();
        settings.secret(ConfigKey.MOUNT_SOURCE_PASSWORD)
                .map(password -> new SourceUser(SourceUser.USUAL, password, 0))
                .ifPresent(users::add);
        for (WrittenTable table : mount.sources()) {
            SourceUser user = user(table);
            if (user == null) {
                continue;
            }
            if (users.stream().anyMatch(other -> other.user().equals(user.user()))) {
                problems.add(table.refused(ConfigKey.SOURCE_USER, SourcesConfig.USER_TWICE));
            } else {
                users.add(user);
            }
        }
        if (users.size() > SourcesConfig.MOST_USERS) {
            problems.add(mount.refused(ConfigKey.MOUNT, SourcesConfig.tooMany(users.size())));
            return List.of();
        }
        return users;
    }

    private @Nullable SourceUser user(WrittenTable table) {
        Settings settings = new Settings(table, problems);
        Optional<String> name = settings.required(
                ConfigKey.SOURCE_USER, Login::requireName, "write user, the name that it logs in with");
        Optional<Secret> password = settings.required(
                ConfigKey.SOURCE_USER_PASSWORD,
                text -> Secret.of(text).requireLength(ConfigKey.SOURCE_USER_PASSWORD),
                "write password, what it must show");
        SourceUser user = settings.build(() -> new SourceUser(
                name.orElse(SourceUser.USUAL), password.orElse(STAND_IN), settings.number(ConfigKey.SOURCE_PRIORITY)));
        return name.isPresent() && password.isPresent() ? user : null;
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("no character set; write UTF-8 or ISO-8859-1", e);
        }
    }
}
