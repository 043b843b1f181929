/**
 * {@code icy ctl}: drives a running server from the command line, by the same HTTP interface that any program uses.
 *
 * <p>It knows the API's URLs and what their answers hold, and nothing of the server's inside. Read {@link
 * icy.cli.ctl.CtlCommand} first.
 */
@NullMarked
package icy.cli.ctl;

import org.jspecify.annotations.NullMarked;
