/**
 * What an operator can set: immutable records, valid by construction, each with its defaults, units and reasons.
 *
 * <p>This package is a leaf. It must not know sockets, threads or any other part of the server, so that every part may read it.
 *
 * <p>Read {@link icy.server.config.ServerConfig} first.
 */
@NullMarked
package icy.server.config;

import org.jspecify.annotations.NullMarked;
