package icy.server.mixtape;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links to a mixtape that expire: what is behind {@code ?token=} says until when, and is signed with the mixtape's secret,
 * so nothing has to be kept of a link. Another secret makes all links false that were signed with the one before.
 *
 * <p>Thread: any.
 */
final class ShareLinks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

    private final InstantSource clock;

    ShareLinks(InstantSource clock) {
        this.clock = clock;
    }

    /** What a token is worth. */
    enum Worth {
        GOOD,
        EXPIRED,
        FALSE
    }

    static String token(Mixtape mixtape, Instant expires) {
        long seconds = expires.getEpochSecond();
        return seconds + "." + signature(mixtape, seconds);
    }

    /** Takes as long for a signature that is nearly right as for any other. */
    Worth judge(Mixtape mixtape, String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Worth.FALSE;
        }
        long seconds = Long.parseLong(parts.group(1));
        boolean signed = MessageDigest.isEqual(
                signature(mixtape, seconds).getBytes(US_ASCII), parts.group(2).getBytes(US_ASCII));
        if (!signed) {
            return Worth.FALSE;
        }
        return clock.instant().getEpochSecond() < seconds ? Worth.GOOD : Worth.EXPIRED;
    }

    private static String signature(Mixtape mixtape, long seconds) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(mixtape.linkSecret().getBytes(US_ASCII), ALGORITHM));
            byte[] signature = mac.doFinal((mixtape.slug() + "\n" + seconds).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
