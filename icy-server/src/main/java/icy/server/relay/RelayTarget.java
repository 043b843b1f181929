package icy.server.relay;

import icy.server.config.Upstream;

/**
 * A stream to relay, and who has named it.
 *
 * <p>Thread: any; immutable.
 *
 * @param mayBeLocal whether it may be on this machine: an operator may mean that, a master's list may not
 */
record RelayTarget(UpstreamUrl url, boolean mayBeLocal) {
    static RelayTarget of(Upstream configured) {
        UpstreamUrl url = UpstreamUrl.parse(configured.url().toString());
        return new RelayTarget(
                configured.login() == null
                        ? url
                        : url.withCredentials(configured.login().credentials()),
                true);
    }
}
