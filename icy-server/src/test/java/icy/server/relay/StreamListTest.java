package icy.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StreamListTest {
    private static final UpstreamUrl MASTER = UpstreamUrl.parse("http://relay:pw@master:8000/admin/streamlist.txt");

    @Test
    void pathsAreOfTheMasterAndAddressesLeadElsewhere() {
        StreamList list = parse("/live.mp3\r\n\r\n/jazz/high\nhttp://other.example/far?x=1\n/caf%C3%A9");

        assertThat(list.mounts().keySet()).containsExactly("/live.mp3", "/jazz/high", "/far", "/café");
        assertThat(list.mounts().get("/live.mp3").url()).hasToString("http://master:8000/live.mp3");
        assertThat(list.mounts().get("/live.mp3").url().authorization()).isPresent();
        assertThat(list.mounts().get("/live.mp3").elsewhere()).isFalse();
        assertThat(list.mounts().get("/far").url()).hasToString("http://other.example/far?x=1");
        assertThat(list.mounts().get("/far").url().authorization())
                .as("the master's login is nobody else's business")
                .isEmpty();
        assertThat(list.mounts().get("/far").elsewhere()).isTrue();
        assertThat(list.refused()).isEmpty();
    }

    @Test
    void linesThatNameNoMountAreRefusedOneByOne() {
        StreamList list = parse("https://h/x\n/" + "y".repeat(255) + "\n/ok\nrubbish\n");

        assertThat(list.mounts().keySet()).containsExactly("/ok");
        assertThat(list.refused()).hasSize(3);
        assertThat(list.refused().get(0)).contains("https is not spoken");
        assertThat(list.refused().get(1)).contains("longer than 255 bytes");
    }

    @Test
    void veryManyLinesAreCutAndSoIsWhatIsSaidOfThem() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append("/m").append(i).append("\nrubbish ").append(i).append('\n');
        }

        StreamList list = parse(lines.toString());

        assertThat(list.mounts()).hasSize(StreamList.MOST_MOUNTS);
        assertThat(list.refused()).hasSize(5);
    }

    /** The law: whatever a master sends, there is a list, within its limits. */
    @Property
    void anyBytesAreAList(@ForAll byte[] noise) {
        StreamList list = StreamList.parse(MASTER, noise);

        assertThat(list.mounts()).hasSizeLessThanOrEqualTo(StreamList.MOST_MOUNTS);
        assertThat(list.refused()).hasSizeLessThanOrEqualTo(5);
    }

    private static StreamList parse(String text) {
        return StreamList.parse(MASTER, text.getBytes(UTF_8));
    }
}
