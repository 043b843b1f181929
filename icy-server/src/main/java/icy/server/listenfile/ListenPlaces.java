package icy.server.listenfile;

import icy.server.http.Request;
import icy.server.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many may fetch listen files at once: in all, and from one address. A proxy on this machine says whose requests it
 * passes on.
 *
 * <p>Thread: any.
 */
public final class ListenPlaces {
    static final int MOST = 1_000;
    static final int MOST_AN_ADDRESS = 50;

    private final int most;
    private final int mostAnAddress;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    public ListenPlaces() {
        this(MOST, MOST_AN_ADDRESS);
    }

    public ListenPlaces(int most, int mostAnAddress) {
        this.most = most;
        this.mostAnAddress = mostAnAddress;
    }

    /** Takes a place for this request. The answer to send where there is none; else null. */
    synchronized @Nullable Response take(String address) {
        if (all >= most) {
            return Response.problem(
                            503, "%d clients are given files now, and no more can be. Try again later.".formatted(all))
                    .with("Retry-After", "30");
        }
        int theirs = taken.getOrDefault(address, 0);
        if (theirs >= mostAnAddress) {
            return Response.problem(
                            429,
                            "Your address is given %d streams at once already: end one of them first."
                                    .formatted(theirs))
                    .with("Retry-After", "30");
        }
        all++;
        taken.put(address, theirs + 1);
        return null;
    }

    synchronized void giveBack(String address) {
        all--;
        taken.computeIfPresent(address, (theirs, count) -> count > 1 ? count - 1 : null);
    }

    /** Where a request is from. */
    static String address(Request request) {
        var remote = request.connection().remote().getAddress();
        List<String> forwarded = remote.isLoopbackAddress() ? request.headers().all("X-Forwarded-For") : List.of();
        Optional<String> last =
                forwarded.isEmpty() ? Optional.empty() : Optional.of(forwarded.get(forwarded.size() - 1));
        return last.map(list -> list.substring(list.lastIndexOf(',') + 1).strip())
                .filter(text -> text.length() <= 45) // the longest an IPv6 address can be written
                .orElseGet(remote::getHostAddress);
    }
}
