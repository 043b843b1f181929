/**
 * Where the log goes: logback, set up in code, since reading an XML file at the start costs more than the rest of it.
 *
 * <p>Loop threads log; so nothing in here may make them wait. Read {@link icy.cli.log.LogOutput} first.
 */
@NullMarked
package icy.cli.log;

import org.jspecify.annotations.NullMarked;
