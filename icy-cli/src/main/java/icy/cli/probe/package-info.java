/**
 * {@code icy probe}: says what files are, before they are on the air.
 *
 * <p>All it knows of MP3 it asks icy-core, so that it says of a file what a mount would do with it. Read {@link
 * icy.cli.probe.ProbeCommand} first.
 */
@NullMarked
package icy.cli.probe;

import org.jspecify.annotations.NullMarked;
