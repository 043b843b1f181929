package icy.server.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.api.EventSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueNewsTest {
    @Test
    void aChangeThatIsToldLateTakesNoNewerOnesPlace() {
        QueueBook none = QueueBook.EMPTY;
        QueueBook one = none.withQueue(
                        NamedQueue.empty("morning").append(List.of("1.mp3")).revised(1))
                .revised(1);
        QueueBook two = one.withQueue(
                        one.requireQueue("morning").append(List.of("2.mp3")).revised(2))
                .revised(2);
        QueueNews news = new QueueNews();

        news.changed(new Queues.Change(one, two, "append"));
        news.changed(new Queues.Change(none, one, "append"));

        List<EventSource.Event> told = news.after(0);
        assertThat(told).hasSize(1);
        assertThat(new String(told.get(0).json(), UTF_8))
                .contains("\"revision\":2")
                .contains("\"file_count\":2");
    }
}
