package icy.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoadListenerTest {

    private static final String ANSWER = "HTTP/1.0 200 OK\r\nicy-name:a\r\n\r\nmusic";

    @Property
    void theBodyIsCountedHoweverTheAnswerIsCut(@ForAll @IntRange(min = 1, max = 40) int pieceBytes) {
        LoadListener listener = new LoadListener(0);
        listener.requested();
        int firsts = 0;
        byte[] answer = ANSWER.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < answer.length; at += pieceBytes) {
            firsts += listener.received(ByteBuffer.wrap(answer, at, Math.min(pieceBytes, answer.length - at))) ? 1 : 0;
        }

        assertThat(firsts).isEqualTo(1);
        assertThat(listener.bytesSinceMark()).isEqualTo("music".length());
        assertThat(listener.state()).isEqualTo(LoadListener.State.LISTENING);
    }

    @Test
    void onlyAPositiveAnswerIsListenedTo() {
        assertThat(answered("ICY 200 OK\r\n\r\n").state()).isEqualTo(LoadListener.State.BEFORE_AUDIO);
        assertThat(answered("HTTP/1.1 503 Full\r\n\r\n").failure()).isEqualTo("answered 503");
        assertThat(answered("SSH-2.0-OpenSSH\r\n\r\n").failure()).isEqualTo("answered SSH-2.0-Open");
    }

    @Test
    void leavingIsOnlyForThoseWhoListened() {
        LoadListener listening = answered("HTTP/1.0 200 OK\r\n\r\nm");
        listening.closed("reset");
        LoadListener waiting = answered("HTTP/1.0 200 OK\r\n");
        waiting.closed("reset");

        assertThat(listening.state()).isEqualTo(LoadListener.State.LEFT);
        assertThat(waiting.failure()).isEqualTo("reset");
    }

    private static LoadListener answered(String text) {
        LoadListener listener = new LoadListener(0);
        listener.requested();
        listener.received(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        return listener;
    }
}
