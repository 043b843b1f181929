package icy.server.web;

import icy.server.http.Body;
import icy.server.http.Endpoint;
import icy.server.http.Headers;
import icy.server.http.Request;
import icy.server.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the pages, read once from the class path and kept in memory, plain and compressed. Browsers ask each time
 * whether theirs is still the right one, and are mostly told so with a 304.
 *
 * <p>Thread: any.
 */
public final class WebAssets {
    /** Nothing but our own files, connections and sound; no inline script, so a title that is one stays text. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; worker-src 'self';"
            + " style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'self'";

    private static final List<String> NAMES = List.of(
            "page.css",
            "listen.css",
            "listen.js",
            "events.js",
            "queue.css",
            "queue.js",
            "queue-model.js",
            "reorder.js",
            "suggest.js",
            "share.css",
            "share.js",
            "share-model.js",
            "tables.css",
            "favicon.svg",
            "robots.txt");

    private final Map<String, Asset> assets =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Asset::read));

    /** For {@code /web/{asset}}. */
    public Response handle(Request request) {
        Asset asset = assets.get(request.variable("asset"));
        return asset == null ? Response.notFound("There is no such file.") : asset.answer(request);
    }

    /** For a URL of its own, such as {@code /robots.txt}. */
    public Endpoint named(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no " + name + ", only " + assets.keySet());
        }
        return Endpoint.immediate(asset::answer);
    }

    /** A page that may load these files, and nothing else. */
    public static Response page(String html) {
        return Response.html(html)
                .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Cache-Control", "no-cache, no-store");
    }

    /** The text of a file beside this class. */
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = WebAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from the class path", e);
        }
    }

    private record Asset(String contentType, ByteBuffer plain, ByteBuffer gzipped, String tag) {

        static Asset read(String name) {
            byte[] bytes = bytes(name);
            CRC32 sum = new CRC32();
            sum.update(bytes);
            String tag = "%08x-%x".formatted(sum.getValue(), bytes.length);
            return new Asset(contentType(name), ByteBuffer.wrap(bytes), ByteBuffer.wrap(gzip(bytes)), tag);
        }

        Response answer(Request request) {
            boolean compressed = acceptsGzip(request.headers());
            // The same URL in another encoding is another entity, with a tag of its own (RFC 9110 8.8.3.3).
            String entityTag = '"' + tag + (compressed ? "-gz" : "") + '"';
            Headers.Builder headers = Headers.builder()
                    .add("ETag", entityTag)
                    .add("Cache-Control", "no-cache")
                    .add("Vary", "Accept-Encoding");
            if (matches(request.headers(), entityTag)) {
                return new Response(304, headers.build(), Body.empty());
            }
            headers.add("Content-Type", contentType)
                    .add("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .add("X-Content-Type-Options", "nosniff");
            if (compressed) {
                headers.add("Content-Encoding", "gzip");
            }
            return new Response(200, headers.build(), new Body.Bytes(compressed ? gzipped : plain));
        }

        private static boolean acceptsGzip(Headers headers) {
            for (String value : headers.all("Accept-Encoding")) {
                for (String coding : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                    String bare = coding.replace(" ", "");
                    if (bare.equals("gzip") || (bare.startsWith("gzip;") && !bare.matches("gzip;q=0(\\.0*)?"))) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean matches(Headers headers, String entityTag) {
            for (String value : headers.all("If-None-Match")) {
                for (String known : value.split(",", -1)) {
                    String bare = known.strip();
                    // Compared weakly, as RFC 9110 13.1.2 has it.
                    if (bare.equals("*") || bare.equals(entityTag) || bare.equals("W/" + entityTag)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static byte[] gzip(byte[] bytes) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("memory does not fail", e);
            }
            return compressed.toByteArray();
        }

        private static String contentType(String name) {
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "css" -> "text/css; charset=utf-8";
                case "js" -> "text/javascript; charset=utf-8";
                case "svg" -> "image/svg+xml";
                default -> "text/plain; charset=utf-8";
            };
        }
    }
}
