package icy.server.http;

import java.net.InetAddress;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * One line for each finished request and listener.
 *
 * <p>Thread: any.
 */
public interface AccessLog {
    void log(Entry entry);

    /**
     * The combined format with the seconds connected at its end, as Icecast writes it, to the logger {@code icy.access}.
     * Times are in the clock's zone.
     */
    static AccessLog combined(Clock clock) {
        var log = LoggerFactory.getLogger("icy.access");
        return entry -> {
            if (log.isInfoEnabled()) {
                log.info(entry.format(ZonedDateTime.now(clock)));
            }
        };
    }

    /**
     * What is known at the end.
     *
     * @param user as whom the one who asks has logged in; may be empty
     * @param requestLine as it was sent, even if it was no request
     * @param bytes sent, heads and metadata included
     * @param seconds that the request took or the listener stayed
     */
    record Entry(
            InetAddress remote,
            String user,
            String requestLine,
            int status,
            long bytes,
            String referrer,
            String userAgent,
            long seconds) {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
        private static final Pattern PASSWORDS = Pattern.compile(
                "((?:[?&]|^)(?:pass|password|passwd|pw|token)=)(?:(?! HTTP/)[^&])*", Pattern.CASE_INSENSITIVE);
        private static final Pattern USER_INFO = Pattern.compile("(//[^/@\\s:]*:)[^/@\\s]*@");

        public static Entry of(Request request, int status, long bytes, long seconds) {
            return new Entry(
                    request.connection().remote().getAddress(),
                    request.user().orElse(""),
                    request.method() + " " + request.rawTarget() + " " + request.version(),
                    status,
                    bytes,
                    request.header("Referer").orElse(""),
                    request.header("User-Agent").orElse(""),
                    seconds);
        }

        /** {@code host - user [time] "request" status bytes "referrer" "user agent" seconds}. */
        String format(ZonedDateTime now) {
            return "%s - %s [%s] \"%s\" %d %d \"%s\" \"%s\" %d"
                    .formatted(
                            AddressText.of(remote),
                            word(user),
                            TIME.format(now),
                            shown(requestLine),
                            status,
                            bytes,
                            shown(referrer),
                            shown(userAgent),
                            seconds);
        }

        /** A name with spaces would be two columns. */
        private static String word(String text) {
            return shown(text).replace(' ', '_');
        }

        /** Without passwords, and such that no stranger can begin a line of their own or close the quotes. */
        private static String shown(String text) {
            if (text.isEmpty()) {
                return "-";
            }
            String masked = PASSWORDS.matcher(text).replaceAll("$1***");
            masked = USER_INFO.matcher(masked).replaceAll("$1***@");
            StringBuilder shown = new StringBuilder(masked.length() + 8);
            for (int i = 0; i < masked.length(); i++) {
                char letter = masked.charAt(i);
                if (letter == '"' || letter == '\\') {
                    shown.append('\\').append(letter);
                } else if (Character.isISOControl(letter) || letter == '\u2028' || letter == '\u2029') {
                    shown.append("\\u%04x".formatted((int) letter));
                } else {
                    shown.append(letter);
                }
            }
            return shown.toString();
        }
    }
}
