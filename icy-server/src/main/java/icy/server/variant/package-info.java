/**
 * A mount's stream in other formats and bitrates: what the mount sends is decoded once, each variant that is wanted has an
 * encoder of its own, and what that makes is a mount with the same stream time and titles. It must not know who listens.
 */
@NullMarked
package icy.server.variant;

import org.jspecify.annotations.NullMarked;
