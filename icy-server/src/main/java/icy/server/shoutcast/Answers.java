package icy.server.shoutcast;

import icy.server.document.TablePage;
import icy.server.http.Body;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Documents as answers.
 *
 * <p>Thread: any.
 */
final class Answers {
    /** A name of a function, or of a member of an object: nothing that could be more than a name. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]{0,63}");

    private Answers() {}

    static Response xml(byte[] document) {
        return bytes("text/xml; charset=utf-8", document);
    }

    static Response text(String text) {
        return fresh(Response.text(200, text));
    }

    static Response page(String html) {
        return fresh(Response.html(html)).with("Content-Security-Policy", TablePage.CONTENT_SECURITY_POLICY);
    }

    /** As a call of the function that {@code callback=} names, if it names one. */
    static Response json(Request request, byte[] document) {
        String callback = request.query("callback").orElse("");
        if (callback.isEmpty()) {
            return bytes("application/json", document);
        }
        if (!CALLBACK.matcher(callback).matches()) {
            throw new HttpError(400, "callback is the name of a function, such as show.");
        }
        ByteArrayOutputStream call = new ByteArrayOutputStream(document.length + 80);
        call.writeBytes((callback + "(").getBytes(StandardCharsets.US_ASCII));
        call.writeBytes(document);
        call.writeBytes(");\n".getBytes(StandardCharsets.US_ASCII));
        return bytes("text/javascript; charset=utf-8", call.toByteArray());
    }

    private static Response bytes(String contentType, byte[] document) {
        return fresh(Response.of(200, contentType, new Body.Bytes(ByteBuffer.wrap(document))));
    }

    private static Response fresh(Response response) {
        return response.with("Cache-Control", "no-cache, no-store").with("X-Content-Type-Options", "nosniff");
    }
}
