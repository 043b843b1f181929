/**
 * The programs that people listen with, run against a whole server: what they show, say and make audible. They are
 * tagged {@code peers}; each is skipped, with the reason, where its program is not installed. {@code
 * -Dicy.peers.seconds=60} has them play a minute. Start at {@link icy.server.peers.PlayersTest}.
 */
package icy.server.peers;
