/** What the finders of frames and pages have in common: the window over the input, and why bytes are left out. */
@NullMarked
package icy.core.scan;

import org.jspecify.annotations.NullMarked;
