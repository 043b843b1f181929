package icy.server.source;

import icy.server.config.InvalidSettingException;
import icy.server.config.MountConfig;
import icy.server.config.SourceUser;
import icy.server.http.Credentials;
import icy.server.mount.MountView;
import icy.server.mount.MountsView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a SHOUTcast password may mean. The protocol has no place for a mount or a user, so they are written into it:
 *
 * <pre>
 *   password            of user "source", to the first mount
 *   password:#2         to the second mount (SHOUTcast 2)
 *   /mount:password     to that mount (icecast-kh)
 *   mount:password      the same
 *   mount:user:password as that user, to that mount
 *   user:password       as that user, to the first mount (liquidsoap, stations with several DJs)
 * </pre>
 *
 * A password may have colons itself, so all that make sense are tried, in an order in which none hides another.
 *
 * <p>Thread: any.
 */
final class ShoutcastPassword {
    private static final Pattern WITH_NUMBER = Pattern.compile("(.*):#(\\d{1,9})");

    private ShoutcastPassword() {}

    /** Never empty, and six at most. */
    static List<SourceLogins.Attempt> attempts(String written, MountsView mounts) {
        Matcher numbered = WITH_NUMBER.matcher(written);
        List<SourceLogins.Attempt> attempts = new ArrayList<>();
        if (numbered.matches()) {
            mounts.numbered(Integer.parseInt(numbered.group(2)))
                    .ifPresent(mount -> addPlain(attempts, mount.name(), numbered.group(1)));
        }
        String first = mounts.numbered(1).map(MountView::name).orElse(MountConfig.DEFAULT_NAME);
        int colon = written.indexOf(':');
        String before = written.substring(0, Math.max(colon, 0));
        String named = before.startsWith("/") ? before : "/" + before;
        String rest = written.substring(colon + 1);
        boolean exists = mounts.named(named).isPresent();
        if (exists) {
            addPlain(attempts, named, rest);
        }
        addPlain(attempts, first, written);
        if (!exists && isName(named)) { // perhaps a new one; a user of that name comes first
            attempts.add(attempt(named, SourceUser.USUAL, rest));
        }
        return attempts;
    }

    /** A password, of a user that may stand before it. */
    private static void addPlain(List<SourceLogins.Attempt> attempts, String mount, String written) {
        int colon = written.indexOf(':');
        if (colon > 0) {
            attempts.add(attempt(mount, written.substring(0, colon), written.substring(colon + 1)));
        }
        attempts.add(attempt(mount, SourceUser.USUAL, written));
    }

    private static SourceLogins.Attempt attempt(String mount, String user, String password) {
        return new SourceLogins.Attempt(mount, new Credentials(user, password));
    }

    private static boolean isName(String mount) {
        try {
            MountConfig.of(mount);
            return true;
        } catch (InvalidSettingException e) {
            return false;
        }
    }
}
