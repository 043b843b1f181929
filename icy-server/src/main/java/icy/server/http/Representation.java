package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A document of many bytes, and what answers its clients get: all of it, ranges of it, or the word that they have it.
 *
 * <p>Thread: any.
 */
public final class Representation {
    /** The length of what is not known to the end yet. */
    public static final long UNKNOWN = -1;

    private static final byte[] NOTHING = {};

    private final long length;
    private final String contentType;
    private final Preconditions conditions;
    /** Which state of it this is. */
    private final Headers state;
    /** For each answer that has bytes of it. */
    private final Headers fields;

    private Representation(long length, String contentType, Preconditions conditions, Headers state, Headers fields) {
        this.length = length;
        this.contentType = contentType;
        this.conditions = conditions;
        this.state = state;
        this.fields = fields;
    }

    /**
     * @param length {@value #UNKNOWN} if it cannot be known; then there are no ranges of it
     * @param cacheControl how long whoever has it need not ask again
     * @param more fields for each answer that has bytes of it
     */
    public static Representation of(
            long length, String contentType, EntityTag tag, Instant modified, String cacheControl, Headers more) {
        Headers state = Headers.of(
                "Cache-Control", cacheControl, "ETag", tag.toString(), "Last-Modified", HttpDate.format(modified));
        Headers fields = Headers.builder()
                .add("Accept-Ranges", length == UNKNOWN ? "none" : "bytes")
                .addAll(state)
                .addAll(more)
                .build();
        return new Representation(length, contentType, new Preconditions(tag, modified), state, fields);
    }

    /**
     * The answer to a GET or HEAD.
     *
     * @param clock tells whether the latest change is long enough ago to be told from another
     * @param supply has the bytes; it is released if none are to be sent
     */
    public Response answer(Request request, Clock clock, Supply supply) {
        Response answer = chosen(request, clock, supply);
        if (!(answer.body() instanceof Body.Supplied)) {
            supply.release();
        }
        return answer;
    }

    private Response chosen(Request request, Clock clock, Supply supply) {
        Headers asked = request.headers();
        Preconditions.Verdict verdict = conditions.judge(asked);
        if (verdict == Preconditions.Verdict.NOT_MODIFIED) {
            return new Response(304, state, Body.empty());
        }
        if (verdict == Preconditions.Verdict.FAILED) {
            return Response.problem(412, "What is here now is not what the request is meant for.");
        }
        Optional<List<ByteRange>> ranges = ranges(request, clock);
        if (ranges.isEmpty()) {
            ByteRange all = new ByteRange(0, length == UNKNOWN ? Body.OPEN_END : length);
            return single(200, Headers.NONE, all, supply);
        }
        if (ranges.get().isEmpty()) {
            return Response.problem(416, "It has %d bytes, and none of those asked for.".formatted(length))
                    .with("Content-Range", "bytes */" + length);
        }
        if (ranges.get().size() == 1) {
            ByteRange only = ranges.get().get(0);
            return single(206, Headers.of("Content-Range", only.of(length)), only, supply);
        }
        return several(ranges.get(), supply);
    }

    /** The first byte that a request asks for of a document of that length. */
    public static long firstByteWanted(Request request, long length) {
        return request.headers()
                .first("Range")
                .flatMap(field -> RangeField.parse(field, length))
                .filter(ranges -> !ranges.isEmpty())
                .map(ranges -> ranges.get(0).first())
                .orElse(0L);
    }

    /** None at all if the whole is to be sent. Ranges are defined for GET alone (RFC 9110 14.2). */
    private Optional<List<ByteRange>> ranges(Request request, Clock clock) {
        Optional<String> field = request.headers().first("Range");
        if (field.isEmpty() || length == UNKNOWN || request.isHead()) {
            return Optional.empty();
        }
        return conditions.rangesAreWanted(request.headers(), clock)
                ? RangeField.parse(field.get(), length)
                : Optional.empty();
    }

    private Response single(int status, Headers more, ByteRange range, Supply supply) {
        return answer(status, contentType, more, new Body.Supplied(List.of(Body.Part.of(range)), NOTHING, supply));
    }

    /** {@code multipart/byteranges}, RFC 9110 14.6. */
    private Response several(List<ByteRange> ranges, Supply supply) {
        String boundary = "icy" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        List<Body.Part> parts = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            String before = "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                    .formatted(boundary, contentType, range.of(length));
            parts.add(new Body.Part(before.getBytes(US_ASCII), range));
        }
        byte[] after = "\r\n--%s--\r\n".formatted(boundary).getBytes(US_ASCII);
        String type = "multipart/byteranges; boundary=" + boundary;
        return answer(206, type, Headers.NONE, new Body.Supplied(parts, after, supply));
    }

    private Response answer(int status, String type, Headers more, Body body) {
        Headers headers = Headers.builder()
                .add("Content-Type", type)
                .addAll(fields)
                .addAll(more)
                .build();
        return new Response(status, headers, body);
    }
}
