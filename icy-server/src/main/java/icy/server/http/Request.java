package icy.server.http;

import icy.server.loop.Connection;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is asked.
 *
 * <p>Thread: any, except {@link #connection}, which is its loop's.
 */
public final class Request {
    private static final byte[] NO_BODY = {};
    private static final String FORM = "application/x-www-form-urlencoded";

    private final RequestHead head;
    private final Map<String, String> variables;
    private final byte[] body;
    private final ByteBuffer remaining;
    private final Connection connection;
    private final Query form;
    private final @Nullable String user;

    Request(RequestHead head, Map<String, String> variables, ByteBuffer remaining, Connection connection) {
        this(head, variables, NO_BODY, remaining, connection, Query.NONE, null);
    }

    private Request(
            RequestHead head,
            Map<String, String> variables,
            byte[] body,
            ByteBuffer remaining,
            Connection connection,
            Query form,
            @Nullable String user) {
        this.head = head;
        this.variables = variables;
        this.body = body;
        this.remaining = remaining;
        this.connection = connection;
        this.form = form;
        this.user = user;
    }

    /** With its body, the fields of which can be asked for like parameters if it is a form of the usual size. */
    Request withBody(byte[] whole) {
        boolean isForm = whole.length <= BodyReader.MOST_FORM_BYTES && headers().hasToken("Content-Type", FORM);
        Query fields = isForm ? Query.parse(whole, 0, whole.length, EnumSet.noneOf(Leniency.class)) : Query.NONE;
        return new Request(head, variables, whole, remaining, connection, fields, user);
    }

    Request withUser(String admitted) {
        return new Request(head, variables, body, remaining, connection, form, admitted);
    }

    /** As it was sent: methods differ by case. */
    public String method() {
        return head.method();
    }

    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** Decoded and normalised, without the query; begins with a slash. */
    public String path() {
        return head.target().path();
    }

    /** As it was sent, with the query. It may hold a password: see {@link AccessLog}. */
    public String rawTarget() {
        return head.target().raw();
    }

    /** As it was sent: {@code HTTP/1.1}, {@code HTTP/1.0}, {@code ICE/1.0}… */
    public String version() {
        return head.version();
    }

    public Headers headers() {
        return head.headers();
    }

    public Optional<String> header(String name) {
        return head.headers().first(name);
    }

    /**
     * The first parameter of that name, in the query or in a form that was posted; its bytes are taken as UTF-8 if they
     * are that, else as Latin-1.
     */
    public Optional<String> query(String name) {
        return queryBytes(name).map(bytes -> WireText.decode(bytes, 0, bytes.length));
    }

    /** The first parameter of that name, undecoded: another parameter may name its encoding. */
    public Optional<byte[]> queryBytes(String name) {
        byte[] asked = head.target().query().first(name);
        return Optional.ofNullable(asked != null ? asked : form.first(name)).map(byte[]::clone);
    }

    /** What {@code {name}} in the route's pattern stands for. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the route of %s has no {%s}, only %s".formatted(path(), name, variables.keySet()));
        }
        return value;
    }

    /** The whole body; empty for a {@link Endpoint.Takeover}, which reads on from {@link #remaining}. */
    public byte[] body() {
        return body.clone();
    }

    /** Whom the route's {@link Guard} has recognised; empty where there is none. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** How the body's end is found. */
    public Framing framing() {
        return head.framing();
    }

    /** Whether the client waits for {@code 100 Continue} before it sends its body. */
    public boolean expectsContinue() {
        return head.expectsContinue();
    }

    /**
     * For a {@link Endpoint.Takeover}: bytes that came with the head and belong to what follows it, undecoded. The
     * endpoint owns the buffer.
     */
    public ByteBuffer remaining() {
        return remaining;
    }

    /** What was forgiven in this request. */
    public Set<Leniency> leniencies() {
        return head.leniencies();
    }

    public Connection connection() {
        return connection;
    }

    boolean keepAlive() {
        return head.keepAlive();
    }

    boolean http11() {
        return head.http11();
    }

    /** Whether somebody's program rather than a person will read an error: it asks for JSON, or uses the API. */
    boolean prefersJson() {
        return path().equals("/api")
                || path().startsWith("/api/")
                || headers().hasToken("Accept", "application/json")
                || headers().hasToken("Accept", "application/problem+json");
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }
}
