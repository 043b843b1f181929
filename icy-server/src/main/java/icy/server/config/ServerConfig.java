package icy.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can set, resolved: no value in here means "look elsewhere".
 *
 * <p>Thread: any.
 *
 * @param listen where the server listens
 * @param dataDir folder for what outlives a restart: passwords made by the server, what stations and queues hold; null:
 *     nothing outlives the process. {@code icy serve} takes {@code icy-data} in the working directory by default, so that
 *     trying icy out leaves nothing elsewhere
 * @param publicUrl what listeners see of this server, without a slash at the end, for every absolute URL that is handed
 *     out; null (the default): such URLs are made from the request's {@code Host}
 * @param limits bounds on what strangers may use up
 * @param log what is logged, and where
 * @param mounts the public streams, at least one; the first is the default mount, served to players that ask for
 *     {@code /}
 * @param masters servers all of whose mounts are relayed here; default none
 * @param newMounts whether a source with the server's source password may make a mount by naming it; default true, as in
 *     Icecast
 * @param loops number of selector threads, 1 to 64; default: one for every two processors. One loop serves 15,000
 *     listeners with a seventh of a processor; what more of them cost is wake-ups, and the kernel, the disk and the workers
 *     need processors too
 * @param passwords the secrets that sources and operators must show
 * @param api who may change something through the API
 * @param media the files that clients may ask for by name
 * @param transcode in which qualities they can be asked for
 */
public record ServerConfig(
        ListenConfig listen,
        @Nullable Path dataDir,
        @Nullable URI publicUrl,
        LimitsConfig limits,
        LogConfig log,
        List<MountConfig> mounts,
        List<MasterConfig> masters,
        boolean newMounts,
        int loops,
        PasswordsConfig passwords,
        ApiConfig api,
        MediaConfig media,
        TranscodeConfig transcode) {

    /** Most loops that can be asked for; no machine this is made for has more processors to spare. */
    public static final int MAX_LOOPS = 64;

    /** Most mounts: each has a ring of its own in memory. */
    public static final int MAX_MOUNTS = 1000;

    static final String NAME_TAKEN = "another mount has this name; give each its own";

    static final String VARIANTS_NAME = "a variant of another mount has this name; choose another";

    public ServerConfig {
        mounts = List.copyOf(mounts);
        if (mounts.isEmpty() || mounts.size() > MAX_MOUNTS) {
            throw new IllegalArgumentException("mounts: there are %d; at least one and at most %d are needed"
                    .formatted(mounts.size(), MAX_MOUNTS));
        }
        Set<String> names = new HashSet<>();
        for (MountConfig mount : mounts) {
            if (!names.add(mount.name())) {
                throw new InvalidSettingException(ConfigKey.MOUNT, mount.name(), NAME_TAKEN);
            }
            if (isTakenByVariant(mount.name(), mounts)) {
                throw new InvalidSettingException(ConfigKey.MOUNT, mount.name(), VARIANTS_NAME);
            }
        }
        for (Fallbacks.Fault fault : Fallbacks.faults(mounts)) {
            MountConfig mount = mounts.get(fault.mount());
            throw new InvalidSettingException(
                    ConfigKey.FALLBACK, mount.handover().fallback() + " of " + mount.name(), fault.rule());
        }
        masters = List.copyOf(masters);
        if (masters.size() > MasterConfig.MOST) {
            throw new IllegalArgumentException(MasterConfig.tooMany(masters.size()));
        }
        ConfigKey.LOOPS.requireWithin(loops, 1, MAX_LOOPS);
        publicUrl = publicUrl == null ? null : publicBase(publicUrl);
    }

    /** Whether a variant of one of these mounts has that name. */
    static boolean isTakenByVariant(String name, List<MountConfig> mounts) {
        return mounts.stream()
                .anyMatch(mount -> mount.variants().ladder().stream()
                        .anyMatch(format ->
                                MountConfig.variantName(mount.name(), format).equals(name)));
    }

    /** All defaults, broadcasting {@code mounts}; nothing outlives the process. */
    public static ServerConfig of(MountConfig... mounts) {
        return new ServerConfig(
                ListenConfig.DEFAULT,
                null,
                null,
                LimitsConfig.defaults(),
                LogConfig.DEFAULT,
                List.of(mounts),
                List.of(),
                true,
                defaultLoops(),
                PasswordsConfig.GENERATED,
                ApiConfig.DEFAULT,
                MediaConfig.DEFAULT,
                TranscodeConfig.DEFAULT);
    }

    /** The mount that players get who name none. */
    public MountConfig defaultMount() {
        return mounts.get(0);
    }

    /** One loop for every two processors, within what can be asked for. */
    public static int defaultLoops() {
        return Math.max(1, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** The same server elsewhere; port 0 lets the system choose, as tests do. */
    public ServerConfig withListen(ListenConfig elsewhere) {
        return new ServerConfig(
                elsewhere, dataDir, publicUrl, limits, log, mounts, masters, newMounts, loops, passwords, api, media,
                transcode);
    }

    /** The same server with its data in another folder; null: nothing outlives the process. */
    public ServerConfig withDataDir(@Nullable Path folder) {
        return new ServerConfig(
                listen, folder, publicUrl, limits, log, mounts, masters, newMounts, loops, passwords, api, media,
                transcode);
    }

    /** The same server with other bounds. */
    public ServerConfig withLimits(LimitsConfig others) {
        return new ServerConfig(
                listen, dataDir, publicUrl, others, log, mounts, masters, newMounts, loops, passwords, api, media,
                transcode);
    }

    /** The same server with other mounts. */
    public ServerConfig withMounts(List<MountConfig> others) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, others, masters, newMounts, loops, passwords, api, media,
                transcode);
    }

    /** The same server relaying all mounts of these. */
    public ServerConfig withMasters(List<MasterConfig> others) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, others, newMounts, loops, passwords, api, media,
                transcode);
    }

    /** The same server, whether or not sources may make mounts. */
    public ServerConfig withNewMounts(boolean allowed) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, allowed, loops, passwords, api, media,
                transcode);
    }

    /** The same server with so many loops. */
    public ServerConfig withLoops(int number) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, newMounts, number, passwords, api, media,
                transcode);
    }

    /** The same server with these secrets. */
    public ServerConfig withPasswords(PasswordsConfig others) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, newMounts, loops, others, api, media,
                transcode);
    }

    /** The same server with another API. */
    public ServerConfig withApi(ApiConfig other) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, newMounts, loops, passwords, other, media,
                transcode);
    }

    /** The same server with other files to ask for. */
    public ServerConfig withMedia(MediaConfig other) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, newMounts, loops, passwords, api, other,
                transcode);
    }

    /** The same server with other qualities and bounds on them. */
    public ServerConfig withTranscode(TranscodeConfig other) {
        return new ServerConfig(
                listen, dataDir, publicUrl, limits, log, mounts, masters, newMounts, loops, passwords, api, media,
                other);
    }

    private static URI publicBase(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new InvalidSettingException(
                    ConfigKey.PUBLIC_URL, url, "write it like https://radio.example.org, without query or fragment");
        }
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("/+$", "")) : url;
    }
}
