/**
 * Hours of broadcast in seconds: a whole station (files, playout, mounts, HTTP, sockets) on a clock that the test moves,
 * and what its listeners recorded, judged by code that shares nothing with the server. Start at {@link
 * icy.server.broadcast.Station}.
 */
package icy.server.broadcast;
