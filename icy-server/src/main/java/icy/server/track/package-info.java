/**
 * Files to frames, on workers: for what is on the air and for listen files alike. It knows no mount and no programme.
 */
@NullMarked
package icy.server.track;

import org.jspecify.annotations.NullMarked;
