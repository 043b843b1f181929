@NullMarked
package icy.core.ring;

import org.jspecify.annotations.NullMarked;
