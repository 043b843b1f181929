package icy.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The passwords the server makes itself, for those nobody has set: random, kept in the data folder in a file that only
 * its owner may read.
 *
 * <p>Thread: one at a time.
 */
public final class PasswordStore {

    /** Name of the file in the data folder. */
    static final String FILE = "passwords";

    /** Letters and digits that cannot be taken for one another when read aloud: no 0 O 1 l I. */
    private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

    /** 20 of 56 letters are 116 bits. */
    private static final int LETTERS = 20;

    private final Path file;
    private final SecureRandom random;

    public PasswordStore(Path dataDir) {
        this.file = dataDir.resolve(FILE);
        this.random = new SecureRandom();
    }

    /**
     * What is in force, and what has just been made.
     *
     * @param passwords those of sources and operators set
     * @param made those that did not exist before, to be shown this once
     * @param file where those nobody has set are kept
     * @param whyNotKept why the file could be neither read nor written, so that those made are good for this run only;
     *     null: they are kept
     */
    public record Result(
            PasswordsConfig passwords,
            List<ConfigKey> made,
            Path file,
            @Nullable IOException whyNotKept) {}

    /**
     * Fills in what {@code configured} leaves open, from the file or, the first time, at random.
     *
     * @throws IOException if the file is damaged
     */
    public Result complete(PasswordsConfig configured) throws IOException {
        if (configured.source() != null && configured.admin() != null) {
            return new Result(configured, List.of(), file, null);
        }
        PasswordsConfig kept = PasswordsConfig.GENERATED;
        IOException whyNotKept = null;
        try {
            kept = read();
        } catch (FileSystemException e) {
            whyNotKept = e;
        }
        List<ConfigKey> made = new ArrayList<>();
        if (configured.source() == null && kept.source() == null) {
            made.add(ConfigKey.SOURCE_PASSWORD);
        }
        if (configured.admin() == null && kept.admin() == null) {
            made.add(ConfigKey.ADMIN_PASSWORD);
        }
        if (!made.isEmpty()) {
            kept = new PasswordsConfig(orRandom(kept.source()), orRandom(kept.admin()), null);
            // What could not be read may be good, and is not replaced.
            whyNotKept = whyNotKept == null ? keep(kept) : whyNotKept;
        }
        PasswordsConfig complete = new PasswordsConfig(
                configured.source() == null ? kept.source() : configured.source(),
                configured.admin() == null ? kept.admin() : configured.admin(),
                configured.relay());
        return new Result(complete, made, file, whyNotKept);
    }

    private PasswordsConfig read() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return new PasswordsConfig(kept(properties, "source"), kept(properties, "admin"), null);
        } catch (NoSuchFileException e) {
            return PasswordsConfig.GENERATED;
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + ": damaged; delete it and new passwords are made, or choose another folder with --data", e);
        }
    }

    /** Written whole beside its place, then moved there, so that nobody ever reads half of it. Null: it worked. */
    private @Nullable IOException keep(PasswordsConfig passwords) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, FILE, ".part", ownerOnly());
            try {
                Files.writeString(part, """
                        # Made by icy. To choose your own, set passwords.source and passwords.admin in the config.
                        source=%s
                        admin=%s
                        """.formatted(text(passwords.source()), text(passwords.admin())));
                // A move replaces what another server may have put there since it was read; the last one wins, and
                // both keep what they printed until they are started again.
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable Secret kept(Properties properties, String name) {
        String text = properties.getProperty(name);
        return text == null ? null : Secret.of(text);
    }

    private static String text(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    private Secret orRandom(@Nullable Secret kept) {
        if (kept != null) {
            return kept;
        }
        StringBuilder password = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return Secret.of(password.toString());
    }
}
