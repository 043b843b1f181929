/**
 * Sockets, timers, tasks and threads: a selector loop per core, the acceptor that feeds them, and the worker pools for
 * whatever may block. It must not know HTTP, mounts, listeners or audio. Read {@link icy.server.loop.EventLoop} first.
 */
@NullMarked
package icy.server.loop;

import org.jspecify.annotations.NullMarked;
