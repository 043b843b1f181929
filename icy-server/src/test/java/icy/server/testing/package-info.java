/** Fakes made by hand, shared by the tests of several packages. */
package icy.server.testing;
