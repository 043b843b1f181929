package icy.server.library;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told by the system which entries of folders change. Systems tell so of a limited number of folders, and nothing of
 * what other machines do on a network disk: then {@link #seesAll} is false, and somebody must look now and then.
 *
 * <p>Thread: the library's.
 */
final class FolderWatch implements AutoCloseable {
    /** Each takes memory in the kernel, which has a limit for all programs of a user; half a million is common. */
    static final int MOST_FOLDERS = 8_000;

    /** More changes than that are as good as "everything". */
    private static final int MOST_CHANGES = 10_000;

    private static final Set<String> NETWORK_DISKS = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afpfs",
            "webdav",
            "fuse.sshfs",
            "fuse.rclone",
            "9p");
    private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final Set<Path> changed = new LinkedHashSet<>();
    private final @Nullable WatchService service;
    private final int mostFolders;
    private boolean overflown;
    private boolean partial;

    FolderWatch(int mostFolders) {
        this.mostFolders = mostFolders;
        this.service = open();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            log.info(
                    "library: this system does not tell of changed folders ({}): they are looked through now and then",
                    e.getMessage());
            return null;
        }
    }

    /** Whether it lies on a disk that other machines change unseen. */
    static boolean isNetworkDisk(Path folder) {
        try {
            return NETWORK_DISKS.contains(Files.getFileStore(folder).type());
        } catch (IOException e) {
            return true; // what cannot be asked cannot be trusted to tell
        }
    }

    /** All folders are about to be named anew. */
    void beginAnew() {
        partial = service == null;
        overflown = false;
        changed.clear();
    }

    /** Is told of changes in this folder from now on, but not below it. */
    void add(Path folder) {
        WatchService present = service;
        if (present == null || folders.size() >= mostFolders) {
            partial = true;
            return;
        }
        try {
            folders.put(folder.register(present, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), folder);
        } catch (IOException e) {
            partial = true; // most often: the system's limit is reached
        }
    }

    /** There is a folder whose changes it is not told of. */
    void cannotSee() {
        partial = true;
    }

    /** Whether it is told of every change. */
    boolean seesAll() {
        return !partial;
    }

    /** What has changed since this was last asked, files and folders; null: too much to tell. */
    @Nullable
    Set<Path> changes() {
        WatchService present = service;
        if (present == null) {
            return Set.of();
        }
        for (WatchKey key = present.poll(); key != null; key = present.poll()) {
            Path folder = folders.get(key);
            for (WatchEvent<?> event : key.pollEvents()) {
                overflown |= event.kind() == OVERFLOW || changed.size() >= MOST_CHANGES;
                if (folder != null && !overflown && event.context() instanceof Path name) {
                    changed.add(folder.resolve(name));
                }
            }
            if (!key.reset()) {
                Path gone = folders.remove(key);
                if (gone != null) {
                    changed.add(gone); // the folder above it, which tells the same, may not be watched
                }
            }
        }
        Set<Path> all = overflown ? null : Set.copyOf(changed);
        changed.clear();
        overflown = false;
        return all;
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            log.debug("closing the watch of folders", e);
        }
    }
}
