package icy.server.listenfile;

import icy.server.http.Request;
import icy.server.http.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many may fetch listen files at once: in all, and from one address. A proxy on this machine says whose requests it
 * passes on.
 *
 * <p>Thread: any.
 */
public final class ListenPlaces {
    static final int MOST = 1_000;

    /** Two batches and the list of a client that takes nothing. */
    private static final long CLIENT_BYTES = 200_000;

    static final int MOST_AN_ADDRESS = 50;

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%.*)?");

    private final int most;
    private final int mostAnAddress;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    public ListenPlaces() {
        this(mostIn(Runtime.getRuntime().maxMemory()), MOST_AN_ADDRESS);
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

    /** So many that all of them together leave three quarters of the memory to others. */
    static int mostIn(long memoryBytes) {
        return (int) Math.max(MOST_AN_ADDRESS, Math.min(MOST, memoryBytes / 4 / CLIENT_BYTES));
    }

    /** Where a request is from: an IPv4 address, or the network that one customer has of IPv6. */
    static String address(Request request) {
        var remote = request.connection().remote().getAddress();
        List<String> forwarded = remote.isLoopbackAddress() ? request.headers().all("X-Forwarded-For") : List.of();
        Optional<String> last =
                forwarded.isEmpty() ? Optional.empty() : Optional.of(forwarded.get(forwarded.size() - 1));
        return last.map(list -> list.substring(list.lastIndexOf(',') + 1).strip())
                .filter(text -> text.length() <= 45) // the longest an IPv6 address can be written
                .map(ListenPlaces::network)
                .orElseGet(() -> network(remote.getHostAddress()));
    }

    /** An IPv6 address without the half that its owner can choose (RFC 4291 2.5.4); anything else as it is. */
    static String network(String address) {
        if (!IPV6.matcher(address).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress(); // a literal: nobody is asked
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) + "::/64" : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
