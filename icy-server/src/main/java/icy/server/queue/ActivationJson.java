package icy.server.queue;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An activation as the API shows it.
 *
 * @param from the queue that is copied; left out where a template is
 * @param at the first time, as a clock on the wall of the zone shows it
 * @param nextAt the next time, with its distance from UTC
 */
@Json(naming = Json.Naming.LowerUnderscore)
record ActivationJson(
        long id,
        String queue,
        @Nullable String from,
        @Nullable String template,
        String at,
        String zone,
        String every,
        String nextAt) {

    static ActivationJson of(Activation activation) {
        return new ActivationJson(
                activation.id(),
                activation.queue(),
                activation.fromTemplate() ? null : activation.source(),
                activation.fromTemplate() ? activation.source() : null,
                activation.local().toString(),
                activation.zone().getId(),
                activation.every().text(),
                activation.due().atZone(activation.zone()).toOffsetDateTime().toString());
    }

    @Json
    record All(List<ActivationJson> activations, int count) {}

    @Json
    record Added(boolean success, String message, ActivationJson activation) {}

    /** A request. */
    @Json
    record Wanted(
            @Nullable String at,
            @Nullable String zone,
            @Nullable String from,
            @Nullable String template,
            @Nullable String every) {}
}
