/**
 * The command line: {@code icy serve}, {@code ctl}, {@code push}, {@code listen}, {@code probe}, {@code load}, {@code config}
 * and a few small ones.
 *
 * <p>It speaks to people: what they type becomes records of the server, what goes wrong becomes a sentence and an exit
 * code. It must not know how the server works inside; it sees {@code IcyServer}, the config records and icy-core.
 *
 * <p>Read {@link icy.cli.IcyCommand} first.
 */
@NullMarked
package icy.cli;

import org.jspecify.annotations.NullMarked;
