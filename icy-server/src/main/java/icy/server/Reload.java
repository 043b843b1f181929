package icy.server;

import icy.server.config.ConfigChange;
import icy.server.config.ConfigException;
import icy.server.config.ConfigSource;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.mount.Mounts;
import icy.server.source.Sources;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another config in force while the server runs. It is read and judged whole first: one with a mistake in it changes
 * nothing. Listeners and sources of mounts that stay are not touched.
 *
 * <p>Thread: any; one reload at a time.
 */
public final class Reload {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final ConfigSource from;
    private final Mounts mounts;
    private final Sources sources;
    private final List<Consumer<ServerConfig>> others;
    private volatile ServerConfig running;

    /**
     * @param running what the server was started with
     * @param others who else takes what they need from a config in force
     */
    Reload(
            ServerConfig running,
            ConfigSource from,
            Mounts mounts,
            Sources sources,
            List<Consumer<ServerConfig>> others) {
        this.running = running;
        this.from = from;
        this.mounts = mounts;
        this.sources = sources;
        this.others = List.copyOf(others);
    }

    /** What is in force. */
    ServerConfig running() {
        return running;
    }

    /**
     * Reads the config again.
     *
     * @return a sentence for each thing that is different now, or will be after a restart; empty: nothing is
     * @throws ConfigException if it has mistakes; nothing has changed then
     * @throws IOException if it cannot be read; nothing has changed then
     */
    public synchronized List<String> run() throws ConfigException, IOException {
        ConfigChange change;
        try {
            change = ConfigChange.between(running, from.read());
        } catch (ConfigException e) {
            e.problems().forEach(problem -> log.error("reload: {}", problem));
            log.error("reload: the config has mistakes; everything stays as it is");
            throw e;
        } catch (IOException e) {
            log.error("reload: {}; everything stays as it is", e.getMessage());
            throw e;
        }
        running = change.inForce();
        change.added().forEach(this::put); // before any goes: a station without a mount to play on is over
        change.removed()
                .forEach(name ->
                        mounts.named(name).ifPresent(mount -> sources.end(mount, "it is not in the config any more")));
        change.changed().forEach(each -> put(each.after()));
        sources.config(running);
        others.forEach(other -> other.accept(running));
        List<String> sentences = change.sentences();
        sentences.forEach(sentence -> log.info("reload: {}", sentence));
        if (sentences.isEmpty()) {
            log.info("reload: nothing is different");
        }
        return sentences;
    }

    /** A source may have made a mount that the config names only now. */
    private void put(MountConfig config) {
        try {
            mounts.named(config.name())
                    .ifPresentOrElse(
                            mount -> sources.reconfigure(mount, config, /* adopted= */ true),
                            () -> sources.start(mounts.add(config)));
        } catch (IllegalArgumentException e) { // made in this very moment
            log.debug("reload: mount {} has come by itself", config.name(), e);
            mounts.named(config.name()).ifPresent(mount -> sources.reconfigure(mount, config, /* adopted= */ true));
        }
    }
}
