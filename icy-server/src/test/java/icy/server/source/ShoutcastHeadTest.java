package icy.server.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.server.http.HttpError;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShoutcastHeadTest {
    private static final byte[] HEAD = """
            icy-name:Radio Caf\u00e9\r
            Icy-Genre :  Rock \r
            no field
            icy-url:http://x/
            \r
            """.getBytes(ISO_8859_1);

    @Test
    void fieldsAreReadUpToTheEmptyLineAndNoFurther() {
        ByteBuffer in = ByteBuffer.allocate(HEAD.length + 5)
                .put(HEAD)
                .put("audio".getBytes(ISO_8859_1))
                .flip();
        ShoutcastHead head = new ShoutcastHead();

        assertThat(head.parse(in)).isTrue();
        assertThat(in.remaining()).isEqualTo(5);
        assertThat(head.headers().toString()).isEqualTo("""
                icy-name: Radio Café
                Icy-Genre: Rock
                icy-url: http://x/
                """);
    }

    @Property(tries = 200)
    void anySplitGivesTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        ShoutcastHead head = new ShoutcastHead();
        ByteBuffer in = ByteBuffer.wrap(HEAD).limit(0);
        boolean whole = false;
        while (!whole) {
            in.limit(Math.min(HEAD.length, in.limit() + 1 + random.nextInt(20)));
            whole = head.parse(in);
        }

        assertThat(in.position()).isEqualTo(HEAD.length);
        assertThat(head.headers().size()).isEqualTo(3);
    }

    @Property(tries = 500)
    void noiseIsAHeadOrIsNotOneYetOrIsTooMuch(@ForAll byte[] noise) {
        ShoutcastHead head = new ShoutcastHead();
        ByteBuffer in = ByteBuffer.wrap(noise);
        boolean whole = head.parse(in);

        assertThat(whole || !in.hasRemaining()).isTrue();
    }

    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> new ShoutcastHead().parse(ByteBuffer.wrap(new byte[ShoutcastHead.MOST_BYTES + 1])))
                .isInstanceOf(HttpError.class);
        ByteBuffer many =
                ByteBuffer.wrap("a:\n".repeat(ShoutcastHead.MOST_FIELDS + 1).getBytes(ISO_8859_1));
        assertThatThrownBy(() -> new ShoutcastHead().parse(many)).isInstanceOf(HttpError.class);
    }
}
