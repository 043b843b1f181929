package icy.server.http;

import java.nio.ByteBuffer;

/**
 * An answer. {@code Date}, {@code Server}, {@code Connection}, the length and the CORS fields are added when it is sent.
 *
 * <p>Thread: any.
 */
public record Response(int status, Headers headers, Body body) {
    private static final String CONTENT_TYPE = "Content-Type";

    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("an answer has a status of 200 to 599, not " + status);
        }
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", Body.utf8(text));
    }

    public static Response html(String html) {
        return of(200, "text/html; charset=utf-8", Body.utf8(html));
    }

    /** JSON has no charset parameter: it is UTF-8 (RFC 8259 8.1). */
    public static Response json(int status, String json) {
        return of(status, "application/json", Body.utf8(json));
    }

    public static Response json(String json) {
        return json(200, json);
    }

    /** 200 with bytes that many answers may share. */
    public static Response bytes(String contentType, ByteBuffer content) {
        return of(200, contentType, new Body.Bytes(content));
    }

    public static Response of(int status, String contentType, Body body) {
        return new Response(status, Headers.of(CONTENT_TYPE, contentType), body);
    }

    public static Response noContent() {
        return new Response(204, Headers.NONE, Body.empty());
    }

    /** An error: {@code sentence} says what is wrong and what to do about it. */
    public static Response problem(int status, String sentence) {
        return problem(status, HeadWriter.reason(status), sentence);
    }

    /** An error with a title of its own. */
    public static Response problem(int status, String title, String detail) {
        // Whoever asks again may be luckier; and what went wrong is nobody else's business.
        return new Response(status, Headers.of("Cache-Control", "no-store"), new Body.Problem(status, title, detail));
    }

    public static Response notFound(String sentence) {
        return problem(404, sentence);
    }

    /** 302: look there this time. {@code location} is escaped already. */
    public static Response redirect(String location) {
        return new Response(302, Headers.of("Location", location), Body.empty());
    }

    /** This answer with one more field. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}
