/**
 * Who may operate the server. Which of its commands there are is for the packages to say that have them.
 *
 * <p>Read {@link icy.server.admin.OperatorLogins} first.
 */
@NullMarked
package icy.server.admin;

import org.jspecify.annotations.NullMarked;
