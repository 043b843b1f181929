package icy.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which endpoint answers which request: a list, in which the first match wins. HEAD is answered by the GET of the same
 * path unless it has a route of its own; OPTIONS is answered here for every path.
 *
 * <p>Thread: any.
 */
public final class Routes {
    private static final Set<String> ALWAYS_ALLOWED = Set.of("OPTIONS");

    private final List<Route> routes;
    private final Set<String> reserved;
    private final Set<String> all = new TreeSet<>();
    /** A hundred routes are too many to look at for each of thousands of requests a second. */
    private final Map<String, List<Route>> byFirstSegment = new HashMap<>();
    /** Those for paths whose first segment no route names. */
    private final List<Route> others;

    private Routes(List<Route> routes, Set<String> reserved) {
        this.routes = List.copyOf(routes);
        this.reserved = Set.copyOf(reserved);
        routes.forEach(route -> route.addMethods(all));
        for (Route route : routes) {
            route.pattern
                    .literalBeginning()
                    .ifPresent(first -> byFirstSegment.computeIfAbsent(first, this::beginningWith));
        }
        this.others = routes.stream()
                .filter(route -> route.pattern.literalBeginning().isEmpty())
                .toList();
    }

    private List<Route> beginningWith(String first) {
        return routes.stream()
                .filter(route -> route.pattern.mayBeginWith(first))
                .toList();
    }

    /** Those that may answer, in their order. */
    private List<Route> candidates(String[] segments) {
        return segments.length == 0 ? routes : byFirstSegment.getOrDefault(segments[0], others);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Always finds something; what no route answers is answered with 404, 405 or, for OPTIONS, with what there is. */
    Match find(String method, String path) {
        if (method.equals("OPTIONS")) {
            return Match.fallback(options(path));
        }
        String[] segments = PathPattern.segmentsOf(path);
        for (Route route : candidates(segments)) {
            if (route.answers(method)) {
                Optional<Map<String, String>> variables = match(route, segments);
                if (variables.isPresent()) {
                    return new Match(route.endpoint, variables.get(), /* routed= */ true);
                }
            }
        }
        Set<String> allowed = allowed(segments);
        if (allowed.isEmpty()) {
            return Match.fallback(Response.notFound("There is nothing here."));
        }
        String allow = allow(allowed);
        return Match.fallback(
                Response.problem(405, "Here one can %s.".formatted(allow)).with("Allow", allow));
    }

    /**
     * Never 404, even where nothing is: libshout (ezstream, Mixxx, darkice…) begins with {@code OPTIONS *}, takes 204 for
     * "go on" and gives up on 404. It reconnects if the answer says no length and closes, and switches to what {@code
     * Allow} names: from {@code SOURCE} to {@code PUT}, and for titles from GET to {@code POST}. So {@code *} names all
     * methods that any path has (RFC 9110 9.3.7).
     */
    private Response options(String path) {
        Set<String> allowed = path.equals("*") ? all : allowed(PathPattern.segmentsOf(path));
        Headers headers = Headers.builder()
                .add("Allow", allow(allowed.isEmpty() ? Set.of("GET", "HEAD") : allowed))
                .addAll(Cors.PREFLIGHT)
                .build();
        return new Response(204, headers, path.equals("*") ? Body.endless() : Body.empty());
    }

    private Set<String> allowed(String[] segments) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : candidates(segments)) {
            if (match(route, segments).isPresent()) {
                route.addMethods(allowed);
            }
        }
        return allowed;
    }

    private Optional<Map<String, String>> match(Route route, String[] segments) {
        boolean isReserved = segments.length > 0 && reserved.contains(segments[0]);
        return isReserved && route.pattern.isForAnything() ? Optional.empty() : route.pattern.match(segments);
    }

    private static String allow(Set<String> methods) {
        Set<String> all = new TreeSet<>(methods);
        all.addAll(ALWAYS_ALLOWED);
        return String.join(", ", all);
    }

    /**
     * What was found.
     *
     * @param routed false if no route answers and {@code endpoint} says so
     */
    record Match(Endpoint endpoint, Map<String, String> variables, boolean routed) {
        static Match fallback(Response response) {
            return new Match(Endpoint.immediate(request -> response), Map.of(), /* routed= */ false);
        }
    }

    private record Route(String method, PathPattern pattern, Endpoint endpoint) {
        boolean answers(String asked) {
            return method.equals(asked) || method.equals("GET") && asked.equals("HEAD");
        }

        void addMethods(Set<String> methods) {
            methods.add(method);
            if (method.equals("GET")) {
                methods.add("HEAD");
            }
        }
    }

    /**
     * Collects routes in order. For the syntax of patterns see {@code PathPattern}: {@code /api/mounts/{mount...}},
     * {@code /{mount...}.m3u}.
     *
     * <p>Thread: its maker's.
     */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();
        private final Set<String> reserved = new TreeSet<>();

        private Builder() {}

        /** Paths with this first segment belong to the routes that name it, not to those whose patterns begin with a variable. */
        public Builder reserve(String firstSegment) {
            reserved.add(firstSegment);
            return this;
        }

        /** HEAD too. An endpoint that takes over must look at {@link Request#isHead}. */
        public Builder get(String pattern, Endpoint endpoint) {
            return on("GET", pattern, endpoint);
        }

        /** Only HEAD; to be put before the GET of the same pattern. */
        public Builder head(String pattern, Endpoint endpoint) {
            return on("HEAD", pattern, endpoint);
        }

        public Builder post(String pattern, Endpoint endpoint) {
            return on("POST", pattern, endpoint);
        }

        public Builder put(String pattern, Endpoint endpoint) {
            return on("PUT", pattern, endpoint);
        }

        /** What Icecast's sources sent before they learned PUT, and many still do. */
        public Builder source(String pattern, Endpoint endpoint) {
            return on("SOURCE", pattern, endpoint);
        }

        public Builder delete(String pattern, Endpoint endpoint) {
            return on("DELETE", pattern, endpoint);
        }

        /** The routes of a whole surface, at this place in the order. */
        public Builder with(UnaryOperator<Builder> surface) {
            return surface.apply(this);
        }

        public Builder on(String method, String pattern, Endpoint endpoint) {
            routes.add(new Route(method, new PathPattern(pattern), endpoint));
            return this;
        }

        public Routes build() {
            return new Routes(routes, reserved);
        }
    }
}
