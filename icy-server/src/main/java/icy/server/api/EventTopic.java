package icy.server.api;

import icy.server.mount.MountsView;
import java.util.List;

/**
 * What readers of {@code /api/events} are told of: everything there is, or one station.
 *
 * <p>Thread: any.
 *
 * @param sources what else there is to tell, besides what is seen of the mounts
 */
public record EventTopic(MountsView mounts, List<EventSource> sources) {
    public EventTopic {
        sources = List.copyOf(sources);
    }
}
