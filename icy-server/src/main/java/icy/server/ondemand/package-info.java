/**
 * Single files for those who ask for them: {@code /play/}. What can be sent without a wait is answered on the loop; disks
 * and encoders are waited for on workers. It must not know what is on the air.
 *
 * <p>Read {@link icy.server.ondemand.PlayEndpoint} first.
 */
@NullMarked
package icy.server.ondemand;

import org.jspecify.annotations.NullMarked;
