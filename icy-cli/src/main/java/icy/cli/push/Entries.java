package icy.cli.push;

import java.util.Optional;

/**
 * What a decoder needs before a stream can begin in the middle. It is told of every unit that passes, sent or not.
 *
 * <p>Thread: one at a time.
 */
interface Entries {

    /** Of codecs whose units need nothing before them. */
    Entries ANYWHERE = new Entries() {
        @Override
        public Optional<byte[]> before(Unit unit) {
            return Optional.of(new byte[0]);
        }

        @Override
        public void passed(Unit unit) {
            // Nothing is kept of it.
        }
    };

    /** What a connection begins with that begins at {@code unit}, perhaps nothing; empty if it cannot. */
    Optional<byte[]> before(Unit unit);

    /** The bytes that are sent for {@code unit} on this connection. */
    default byte[] onTheWire(Unit unit) {
        return unit.bytes();
    }

    /** The unit has been sent, or left out. */
    void passed(Unit unit);
}
