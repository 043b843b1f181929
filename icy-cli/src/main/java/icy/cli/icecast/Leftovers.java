package icy.cli.icecast;

import java.util.Map;

/**
 * What of Icecast's config icy has no key for, and what to do instead.
 *
 * <p>Thread: any.
 */
final class Leftovers {

    private static final String ITSELF = "icy needs no such setting";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry(
                    "limits/queue-size",
                    "icy keeps 30 s of audio for slow listeners, whatever the bitrate: see retain"),
            Map.entry("limits/threadpool", ITSELF),
            Map.entry("limits/workers", ITSELF),
            Map.entry("authentication/admin-user", "the user is \"admin\""),
            Map.entry("authentication/relay-user", "the user is \"relay\""),
            Map.entry("location", "icy does not publish it"),
            Map.entry("admin", "icy does not publish it"),
            Map.entry("server-id", "icy says its own name"),
            Map.entry("directory", "icy does not announce itself to directories yet"),
            Map.entry("yp-directory", "icy does not announce itself to directories yet"),
            Map.entry("fileserve", "icy serves no files beside its streams; a web server can"),
            Map.entry(
                    "http-headers",
                    "icy lets any page play its streams (Access-Control-Allow-Origin: *); a proxy can add others"),
            Map.entry("relay/relay-shoutcast-metadata", "icy always asks for titles"),
            Map.entry("relay/bind", "the system chooses the address to connect from"),
            Map.entry("relay/upstream/relay-shoutcast-metadata", "icy always asks for titles"),
            Map.entry("relay/upstream/bind", "the system chooses the address to connect from"),
            Map.entry("paths/basedir", ITSELF),
            Map.entry("paths/adminroot", "icy has its pages built in"),
            Map.entry("paths/webroot", "icy has its pages built in"),
            Map.entry("paths/pidfile", "what starts icy knows its number: systemd, or a shell's $!"),
            Map.entry("paths/alias", "a proxy can redirect; icy's first mount is at / too"),
            Map.entry("paths/ssl-certificate", "icy has no TLS yet; put a proxy in front that has, and set public-url"),
            Map.entry(
                    "paths/logdir",
                    "set log.dir to a folder that icy may write to; until then the log is on standard error"),
            Map.entry("paths/allow-ip", "a firewall can do this"),
            Map.entry("paths/deny-ip", "a firewall can do this"),
            Map.entry("logging/accesslog", "it is access.log in the folder of the log"),
            Map.entry("logging/errorlog", "it is icy.log in the folder of the log"),
            Map.entry("logging/playlistlog", "titles are in icy.log"),
            Map.entry("logging/logarchive", "icy keeps a number of old files: see log.files"),
            Map.entry("security", "start icy as the user it is to run as"),
            Map.entry("mount/type", "what the source sends decides"),
            Map.entry("mount/subtype", "what the source sends decides"),
            Map.entry("mount/bitrate", "icy measures it"),
            Map.entry("mount/dump-file", "\"icy listen URL --record FOLDER\" records any stream"),
            Map.entry("mount/queue-size", "icy keeps 30 s of audio for slow listeners: see retain"),
            Map.entry("mount/source-timeout", "limits.source-timeout holds for all sources"),
            Map.entry("mount/no-yp", "public says whether directories may list the mount"),
            Map.entry("mount/cluster-password", "icy does not announce itself to directories yet"),
            Map.entry("mount/fallback-when-full", "who finds the mount full gets a 503"),
            Map.entry(
                    "mount/no-mount",
                    "the mount can be listened to by its own name, too; hidden keeps it out of lists"),
            Map.entry("mount/on-connect", "/api/events tells of sources that come and go"),
            Map.entry("mount/on-disconnect", "/api/events tells of sources that come and go"),
            Map.entry("mount/http-headers", "a proxy can add header fields"),
            Map.entry("mount/stream-type", "what the source sends decides"));

    private Leftovers() {}

    /** What to do instead of an element. */
    static String advice(XmlElement element) {
        String advice = ADVICE.get(element.path());
        return advice == null ? "icy has nothing like it" : advice;
    }
}
