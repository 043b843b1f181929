package icy.server.source;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with the files of a mount, said once of each and not in every round.
 *
 * <p>Thread: any.
 */
final class Complaints {
    private static final int MOST = 10_000;
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);

    private final String mount;
    private final Set<String> said = new HashSet<>();

    Complaints(String mount) {
        this.mount = mount;
    }

    synchronized void about(Path file, String what) {
        if (said.size() < MOST && said.add(file + "\n" + what)) {
            log.warn("mount {}: {} {}", mount, file, what);
        } else {
            log.debug("mount {}: {} {}", mount, file, what);
        }
    }
}
