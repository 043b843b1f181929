/** Fakes by hand, shared by the tests of the server's packages. */
@NullMarked
package icy.server.testing;

import org.jspecify.annotations.NullMarked;
