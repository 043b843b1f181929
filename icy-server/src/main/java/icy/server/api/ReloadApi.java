package icy.server.api;

import icy.server.config.ConfigException;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import java.io.IOException;
import java.util.List;

/**
 * {@code POST /api/reload}: reads the config again. What has changed is said in sentences; a config with mistakes changes
 * nothing, and the answer says what is wrong with it.
 *
 * <p>Thread: an io worker.
 */
public final class ReloadApi {
    /** Reads the config again and says what is different. */
    public interface ConfigReload {
        List<String> run() throws ConfigException, IOException;
    }

    /** @param changes a sentence for each thing that is different now, or will be after a restart */
    @io.avaje.jsonb.Json
    record Reloaded(List<String> changes) {}

    private final ConfigReload reload;

    public ReloadApi(ConfigReload reload) {
        this.reload = reload;
    }

    /** What changes something is not done by following a link. */
    public static Response notByGet(Request request) {
        return Response.problem(405, "Reading the config again is asked for by POST.")
                .with("Allow", "POST");
    }

    public Response post(Request request) {
        try {
            return Json.response(Reloaded.class, new Reloaded(reload.run()));
        } catch (ConfigException e) {
            throw new HttpError(
                    422, "Nothing has changed, for the config has mistakes: " + String.join("; ", e.problems()));
        } catch (IOException e) {
            throw new HttpError(422, "Nothing has changed, for the config cannot be read: " + e.getMessage());
        }
    }
}
