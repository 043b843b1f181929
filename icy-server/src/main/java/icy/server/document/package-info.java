/**
 * How documents are written that programs and people read: XML, JSON and tables, from facts with a name and a value. Every
 * text in them may come from a stranger (titles, user agents), and none can break a document. And how an address is drawn
 * as a QR code.
 *
 * <p>Knows nothing of mounts or HTTP.
 *
 * <p>Read {@link icy.server.document.Fact} first.
 */
@NullMarked
package icy.server.document;

import org.jspecify.annotations.NullMarked;
