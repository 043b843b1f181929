package icy.server.ondemand;

import icy.server.http.Supply;
import icy.server.loop.Wire;
import icy.server.transcode.TranscodedFile;
import java.io.IOException;
import java.util.Optional;

/**
 * A file in another quality while it is made, as the supply of one answer. What is there has just been written, so the
 * kernel has it in its memory.
 *
 * <p>Thread: its answer's loop.
 */
final class MadeFile implements Supply {
    private final TranscodedFile file;

    MadeFile(TranscodedFile file) {
        this.file = file;
    }

    @Override
    public long ready(long position) throws IOException {
        long ready = file.readable(position);
        if (ready > 0) {
            return ready;
        }
        if (file.isComplete()) {
            // It may have been completed since we asked.
            return file.readable(position) > 0 ? file.readable(position) : END;
        }
        Optional<String> failure = file.failure();
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
        return 0;
    }

    @Override
    public boolean await(long position, Runnable wake) {
        file.whenReadable(position, wake);
        return true;
    }

    @Override
    public long send(long position, long count, Wire wire) throws IOException {
        return wire.write(file.channel(), position, count);
    }

    @Override
    public void release() {
        file.close();
    }
}
