package icy.server.transcode;

import java.io.IOException;

/**
 * A whole file as its encoder writes it, of a length that is known when it ends.
 *
 * <p>Thread: as {@link Part} says.
 */
final class PlainPart implements Part {
    private final GrowingFile file;
    private final Publisher publisher;

    PlainPart(GrowingFile file) {
        this.file = file;
        this.publisher = new Publisher(file, 0);
    }

    @Override
    public boolean take(byte[] bytes, int count) throws IOException {
        return publisher.write(bytes, 0, count);
    }

    @Override
    public void end() throws IOException {
        if (publisher.next() == 0) {
            throw new IOException("there is no sound in it");
        }
        file.lengthIs(publisher.next());
    }

    @Override
    public void publish() {
        publisher.publish();
    }

    @Override
    public long next() {
        return publisher.next();
    }
}
