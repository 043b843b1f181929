/**
 * Who may operate the server, and who may change what it plays through the API. Which of its commands there are is for the packages to say that have them.
 *
 * <p>Read {@link icy.server.admin.OperatorLogins} first, then {@link icy.server.admin.ApiAccess}.
 */
@NullMarked
package icy.server.admin;

import org.jspecify.annotations.NullMarked;
