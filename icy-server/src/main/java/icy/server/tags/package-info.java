/**
 * What files of music say of themselves that are no MP3: their tags, format and length. It makes no sound of them and
 * knows neither library nor mount.
 */
@NullMarked
package icy.server.tags;

import org.jspecify.annotations.NullMarked;
