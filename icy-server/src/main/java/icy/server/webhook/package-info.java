/**
 * Messages to other web servers: signed, tried again, bounded, and never sent to where they could steal something. It must
 * not know what the messages are about.
 *
 * <p>Read {@link icy.server.webhook.WebhookLine} first.
 */
@NullMarked
package icy.server.webhook;

import org.jspecify.annotations.NullMarked;
