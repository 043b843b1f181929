package icy.server.document;

/**
 * A name and what there is to say under it: an element in XML, a member in JSON, a row in a table.
 *
 * <p>Thread: any.
 *
 * @param value as it is shown
 * @param isNumber whether it is a whole number, which JSON writes without quotes
 */
public record Fact(String name, String value, boolean isNumber) {

    public static Fact of(String name, String text) {
        return new Fact(name, text, /* isNumber= */ false);
    }

    public static Fact of(String name, long number) {
        return new Fact(name, Long.toString(number), /* isNumber= */ true);
    }
}
