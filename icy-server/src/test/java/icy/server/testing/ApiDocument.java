package icy.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A description of an API (OpenAPI 3.1), to hold answers to it. */
public final class ApiDocument {
    private final Map<String, Object> document;

    public ApiDocument(String json) {
        this.document = StrictJson.object(json);
    }

    public Set<String> paths() {
        return object(document, "paths").keySet();
    }

    /** Whether it has something at that place of a path. */
    public boolean describes(String path, String... place) {
        Object at = object(document, "paths", path);
        for (String key : place) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return at != null;
    }

    /** Of a success. */
    public Set<String> contentTypes(String path, String method) {
        return object(document, "paths", path, method, "responses", "200", "content")
                .keySet();
    }

    /** The name of the schema of a success; empty if it is no schema with a name. */
    public String schemaOf(String path, String method) {
        String success = describes(path, method, "responses", "200") ? "200" : "201";
        Map<String, Object> schema =
                object(document, "paths", path, method, "responses", success, "content", "application/json", "schema");
        return schema.get("$ref") instanceof String reference
                ? reference.substring(reference.lastIndexOf('/') + 1)
                : "";
    }

    /** An answer must have the fields that are described, and no others. */
    public void check(String json, String schema) {
        checkFields(StrictJson.object(json), object(document, "components", "schemas", schema));
    }

    /** All of its references must lead somewhere. */
    public void checkReferences() {
        checkReferences(document);
    }

    private void checkFields(Map<String, Object> json, Map<String, Object> schema) {
        Map<String, Object> properties = object(schema, "properties");
        assertThat(properties.keySet()).containsAll(json.keySet());
        assertThat(json.keySet()).containsAll(strings(schema.get("required")));
        json.forEach((name, value) -> checkValue(name, value, object(properties, name)));
    }

    private void checkValue(String name, Object value, Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            checkFields(cast(value), resolve(reference));
        } else if (schema.get("anyOf") instanceof List<?> kinds) { // a reference, or null
            if (value != StrictJson.NULL) {
                checkValue(name, value, cast(kinds.get(0)));
            }
        } else if (schema.get("type").equals("array")) {
            ((List<?>) value).forEach(item -> checkValue(name, item, object(schema, "items")));
        } else {
            Object types = schema.get("type");
            List<?> allowed = types instanceof List<?> several ? several : List.of(types);
            assertThat(allowed.contains(typeOf(value, allowed)))
                    .as("%s: %s", name, value)
                    .isTrue();
        }
    }

    private static String typeOf(Object value, List<?> types) {
        if (value instanceof Long) {
            return types.contains("integer") ? "integer" : "number";
        }
        return value instanceof String
                ? "string"
                : value instanceof Boolean
                        ? "boolean"
                        : value instanceof Double ? "number" : value == StrictJson.NULL ? "null" : "object";
    }

    private void checkReferences(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                assertThat(resolve(reference)).isNotNull();
            }
            map.values().forEach(this::checkReferences);
        } else if (value instanceof List<?> list) {
            list.forEach(this::checkReferences);
        }
    }

    private Map<String, Object> resolve(String reference) {
        return object(document, reference.substring("#/".length()).split("/"));
    }

    private static Map<String, Object> object(Map<String, Object> from, String... path) {
        Map<String, Object> object = from;
        for (String key : path) {
            assertThat(object).containsKey(key);
            object = cast(object.get(key));
        }
        return object;
    }

    @SuppressWarnings("unchecked") // what is no object fails the test
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // as above
    private static List<String> strings(Object value) {
        return (List<String>) value;
    }
}
