package icy.server.icecast;

import icy.server.admin.OperatorLogins;
import icy.server.http.Guard;
import icy.server.http.Request;
import icy.server.source.SourceLogins;

/**
 * Who may ask for what under {@code /admin/}. What is no command passes, to be told so by the endpoint: libshout looks for
 * a server's abilities with {@code /admin/!POKE}, and takes the usual answer to unknown commands without a login.
 *
 * <p>Thread: a connection's loop.
 */
public final class AdminGuard implements Guard {
    private final OperatorLogins operators;
    private final SourceLogins sources;

    public AdminGuard(OperatorLogins operators, SourceLogins sources) {
        this.operators = operators;
        this.sources = sources;
    }

    @Override
    public Verdict judge(Request request) {
        AdminCommand.Whose whose =
                AdminCommand.of(request).map(AdminCommand::whose).orElse(AdminCommand.Whose.EVERYBODY);
        return switch (whose) {
            case EVERYBODY -> Guard.admitted("");
            case SOURCES -> sources.judge(request, request.query("mount").orElse(""));
            case RELAYS -> operators.judgeRelay(OperatorLogins.shown(request));
            case OPERATORS -> operators.judge(OperatorLogins.shown(request));
        };
    }
}
