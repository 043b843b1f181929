package icy.server.http;

/**
 * A request that is answered with an error: the parser throws it for what it cannot accept, and an endpoint may throw it
 * instead of returning {@link Response#problem}. The message is a sentence for the person who sent the request.
 *
 * <p>Thread: any.
 */
public final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public HttpError(int status, String sentence) {
        super(sentence, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("an error has a status of 400 to 599, not " + status);
        }
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Never null. */
    public String sentence() {
        String sentence = getMessage();
        return sentence == null ? "" : sentence;
    }

    public Response response() {
        return Response.problem(status, sentence());
    }
}
