package icy.server.document;

import io.avaje.json.JsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.ByteArrayOutputStream;
import java.util.Collection;

/**
 * A JSON document as it grows, for those whose members depend on what is known, or have names in an order that others have
 * set.
 *
 * <p>Thread: one at a time.
 */
public final class Json {
    private static final JsonStream JSON = JsonStream.builder().build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final JsonWriter writer = JSON.writer(bytes);

    public Json beginObject() {
        writer.beginObject();
        return this;
    }

    public Json beginObject(String name) {
        writer.name(name);
        return beginObject();
    }

    public Json endObject() {
        writer.endObject();
        return this;
    }

    public Json beginArray() {
        writer.beginArray();
        return this;
    }

    public Json beginArray(String name) {
        writer.name(name);
        return beginArray();
    }

    public Json endArray() {
        writer.endArray();
        return this;
    }

    public Json member(Fact fact) {
        writer.name(fact.name());
        if (fact.isNumber()) {
            writer.value(Long.parseLong(fact.value()));
        } else {
            writer.value(Text.legal(fact.value()));
        }
        return this;
    }

    public Json members(Collection<Fact> facts) {
        facts.forEach(this::member);
        return this;
    }

    /** The whole document. */
    public byte[] bytes() {
        writer.close();
        return bytes.toByteArray();
    }
}
