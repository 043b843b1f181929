package icy.cli.icecast;

import static icy.cli.icecast.TomlDraft.quoted;
import static icy.cli.icecast.TomlDraft.seconds;

import icy.server.config.ConfigKey;
import icy.server.config.MountConfig;
import icy.server.config.SourceUser;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries over mounts and relays.
 *
 * <p>Thread: one at a time.
 */
final class MountsImport {

    /** Icecast's burst is in bytes; at 128 kbit/s these are a second. */
    private static final double BURST_BYTES_A_SECOND = 16_000;

    /** What Icecast sends at once unless told otherwise: four seconds, which is icy's default too. */
    private static final String USUAL_BURST = "65535|65536|64000";

    private static final double LONGEST_BURST_SECONDS = 30;

    private final XmlElement root;
    private final Notes notes;
    private final Passwords passwords;
    private final Path webroot;
    private final Map<String, MountDraft> mounts = new LinkedHashMap<>();

    /** Those that a {@code <mount>} has been read of. */
    private final Set<String> described = new HashSet<>();

    /** @param webroot where Icecast looks for the files that mounts name */
    MountsImport(XmlElement root, Notes notes, Path webroot) {
        this.root = root;
        this.notes = notes;
        this.passwords = new Passwords(notes);
        this.webroot = webroot;
    }

    /**
     * At least one.
     *
     * @param shoutcast names the mount that SHOUTcast sources feed; null: nothing does
     */
    List<MountDraft> drafts(@Nullable XmlElement shoutcast) {
        MountDraft first = shoutcast == null ? null : named(shoutcast.text(), shoutcast);
        if (first != null) {
            first.comment("SHOUTcast sources, which name no mount, feed the first one.");
        }
        Optional<String> burst = root.take("limits").flatMap(this::burst);
        for (XmlElement element : root.takeAll("mount")) {
            if (element.attribute("type").equals("default")) {
                element.takeWhole();
                notes.add(
                        element,
                        "icy has no defaults for mounts that sources make; write a [[mounts]] for each that needs them");
            } else {
                mount(element);
            }
        }
        boolean onDemand = root.takeFlag("relays-on-demand");
        root.takeAll("relay").forEach(element -> relay(element, onDemand));
        if (mounts.isEmpty()) {
            named(MountConfig.DEFAULT_NAME, root);
        }
        List.copyOf(mounts.values()).forEach(this::fallback);
        breakCircles();
        burst.ifPresent(value -> mounts.values().forEach(mount -> mount.setIfUnset(ConfigKey.BURST, value)));
        return List.copyOf(mounts.values());
    }

    private void mount(XmlElement element) {
        XmlElement name = element.take("mount-name").orElse(null);
        MountDraft mount = name == null ? null : named(name.text(), name);
        if (mount == null) {
            element.takeWhole();
            return;
        }
        if (!described.add(mount.name())) {
            notes.add(element, "a mount of this name is above; what both say holds, and what this one says wins");
        }
        text(element, "stream-name", ConfigKey.NAME, mount);
        text(element, "genre", ConfigKey.GENRE, mount);
        text(element, "stream-description", ConfigKey.DESCRIPTION, mount);
        text(element, "stream-url", ConfigKey.URL, mount);
        text(element, "charset", ConfigKey.CHARSET, mount);
        element.take("public")
                .filter(flag -> !flag.text().startsWith("-")) // -1: what the source says
                .ifPresent(flag ->
                        mount.set(ConfigKey.PUBLIC, String.valueOf(flag.text().equals("1"))));
        if (element.takeFlag("hidden")) {
            mount.set(ConfigKey.HIDDEN, "true");
        }
        element.take("max-listeners")
                .filter(most -> !most.text().startsWith("-")) // -1: any number
                .ifPresent(most -> carry(mount, ConfigKey.MOUNT_MAX_LISTENERS, most.text(), most));
        element.take("max-listener-duration")
                .filter(most -> !most.text().equals("0"))
                .ifPresent(most -> carry(mount, ConfigKey.MAX_LISTENER_TIME, seconds(most.text()), most));
        for (String interval : List.of("mp3-metadata-interval", "icy-metadata-interval")) {
            element.take(interval).ifPresent(bytes -> carry(mount, ConfigKey.METAINT, bytes.text(), bytes));
        }
        burst(element).ifPresent(value -> mount.set(ConfigKey.BURST, value));
        element.take("intro").ifPresent(intro -> file(mount, ConfigKey.INTRO, intro));
        login(element, mount);
        element.take("authentication").ifPresent(this::listeners);
        element.take("fallback-mount")
                .filter(fallback -> !fallback.text().isEmpty())
                .ifPresent(mount::fallback);
        element.take("fallback-override")
                .filter(flag -> flag.text().equals("0") && mount.fallback().isPresent())
                .ifPresent(flag -> notes.add(flag, "listeners always hear the source again when it is back"));
    }

    private void login(XmlElement element, MountDraft mount) {
        XmlElement user =
                element.take("username").filter(name -> !name.text().isEmpty()).orElse(null);
        XmlElement password = element.take("password")
                .filter(secret -> !secret.text().isEmpty())
                .or(() -> user == null
                        ? Optional.empty()
                        : root.take("authentication").flatMap(all -> all.take("source-password")))
                .orElse(null);
        if (password == null) {
            return;
        }
        if (user == null || user.text().equals(SourceUser.USUAL)) {
            passwords.carry(ConfigKey.MOUNT_SOURCE_PASSWORD, password, mount::set, mount::comment);
        } else if (!user.text().matches("[^:\\p{Cntrl}]{1,200}")) {
            notes.add(user, "cannot be a user name in HTTP: it has a colon, or more than 200 characters");
        } else {
            mount.source(user.text(), passwords.written(ConfigKey.SOURCE_USER_PASSWORD, password, mount::comment));
        }
    }

    private void listeners(XmlElement authentication) {
        authentication.takeWhole();
        notes.add(
                authentication,
                authentication.attribute("type").equals("htpasswd")
                        ? "its file has MD5 sums, which icy does not take; write a file of user:password lines and name it"
                                + " in listener-passwords"
                        : "icy asks no other server; a file of user:password lines can be named in listener-passwords");
    }

    private void relay(XmlElement element, boolean usuallyOnDemand) {
        RelayElement relayed = new RelayElement(element, notes);
        boolean onDemand =
                element.take("on-demand").map(flag -> flag.text().equals("1")).orElse(usuallyOnDemand);
        MountDraft mount = named(relayed.localMount(), element);
        if (mount == null) {
            return;
        }
        for (String url : relayed.urls()) {
            String refusal = TomlDraft.refusal(ConfigKey.RELAY, "[" + quoted(url) + "]");
            if (refusal.isEmpty()) {
                mount.upstream(url, onDemand);
            } else {
                notes.add(element, refusal);
            }
        }
    }

    /** A mount that is named as a fallback is made if there is none; a file of that name is played over and over. */
    private void fallback(MountDraft mount) {
        XmlElement fallback = mount.fallback().orElse(null);
        if (fallback == null || mounts.containsKey(fallback.text())) {
            return;
        }
        if (isFile(fallback.text())) {
            mount.fallback(null);
            file(mount, ConfigKey.FALLBACK_FILE, fallback);
            return;
        }
        MountDraft made = named(fallback.text(), fallback);
        if (made == null) {
            mount.fallback(null);
        } else {
            made.comment("There because %s falls back on it.".formatted(mount.name()));
        }
    }

    private void breakCircles() {
        for (MountDraft mount : mounts.values()) {
            Set<String> way = new HashSet<>(Set.of(mount.name()));
            MountDraft at = mount;
            while (at != null && at.fallback().isPresent()) {
                XmlElement fallback = at.fallback().get();
                if (!way.add(fallback.text())) {
                    notes.add(fallback, "goes in a circle, which icy does not take; it is left out");
                    at.fallback(null);
                    break;
                }
                at = mounts.get(fallback.text());
            }
        }
    }

    private Optional<String> burst(XmlElement parent) {
        XmlElement size = parent.take("burst-size").orElse(null);
        XmlElement onConnect = parent.take("burst-on-connect").orElse(null);
        if (onConnect != null && onConnect.text().equals("0")) {
            return Optional.of(seconds("0"));
        }
        if (size == null || size.text().matches(USUAL_BURST)) {
            return Optional.empty();
        }
        if (!size.text().matches("\\d{1,9}")) {
            notes.add(size, "not a number of bytes");
            return Optional.empty();
        }
        double most = Math.min(LONGEST_BURST_SECONDS, Integer.parseInt(size.text()) / BURST_BYTES_A_SECOND);
        notes.add(size, "icy counts its burst in seconds; this is what it would be at 128 kbit/s");
        return Optional.of(seconds(String.format(Locale.ROOT, "%.1f", most)));
    }

    private void text(XmlElement parent, String name, ConfigKey key, MountDraft mount) {
        parent.take(name)
                .filter(element -> !element.text().isEmpty())
                .ifPresent(element -> carry(mount, key, quoted(element.text()), element));
    }

    private void file(MountDraft mount, ConfigKey key, XmlElement element) {
        if (!element.text().toLowerCase(Locale.ROOT).endsWith(".mp3")) {
            notes.add(element, "only MP3 files can be %s".formatted(key.keyName()));
        } else {
            carry(
                    mount,
                    key,
                    quoted(inWebroot(element.text()).map(Path::toString).orElse(element.text())),
                    element);
        }
    }

    private void carry(MountDraft mount, ConfigKey key, String value, XmlElement element) {
        String refusal = TomlDraft.refusal(key, value);
        if (refusal.isEmpty()) {
            mount.set(key, value);
        } else {
            notes.add(element, refusal);
        }
    }

    private @Nullable MountDraft named(String name, XmlElement element) {
        MountDraft known = mounts.get(name);
        if (known != null) {
            return known;
        }
        String refusal = TomlDraft.refusal(ConfigKey.MOUNT, quoted(name));
        if (!refusal.isEmpty()) {
            notes.add(element, refusal);
            return null;
        }
        MountDraft mount = new MountDraft(name);
        mounts.put(name, mount);
        return mount;
    }

    private boolean isFile(String name) {
        return inWebroot(name).filter(Files::isRegularFile).isPresent();
    }

    private Optional<Path> inWebroot(String name) {
        try {
            return Optional.of(
                    Path.of(webroot.toString(), name).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
