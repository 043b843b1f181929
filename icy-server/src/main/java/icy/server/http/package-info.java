/**
 * HTTP on one connection: what a request says, which endpoint answers it on which thread, and how the answer leaves. It
 * must not know mounts, listeners, sources or JSON documents, and it reads no configuration: the composition root gives
 * it an {@link icy.server.http.HttpLimits}. Read {@link icy.server.http.HttpConnection} first, then
 * {@link icy.server.http.RequestParser}; what it forgives is listed in {@link icy.server.http.Leniency}.
 */
@NullMarked
package icy.server.http;

import org.jspecify.annotations.NullMarked;
