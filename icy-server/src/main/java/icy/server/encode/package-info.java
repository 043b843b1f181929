/**
 * Encoders: which there is on this machine, how it is called, and its process while it works. It knows no mount, no
 * cache and no client.
 */
@NullMarked
package icy.server.encode;

import org.jspecify.annotations.NullMarked;
