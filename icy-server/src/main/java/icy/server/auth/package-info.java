/**
 * Whether somebody who shows a password may come in: comparing, hashing, remembering what was right.
 *
 * <p>It knows secrets and passwords alone: no request, no socket, no mount and no worker. Who asks decides on which
 * thread; what may take long says so in its name.
 *
 * <p>Read {@link icy.server.auth.Authenticator} first.
 */
@NullMarked
package icy.server.auth;

import org.jspecify.annotations.NullMarked;
