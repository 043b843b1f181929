package icy.server.transcode;

import icy.core.tracks.AudioKind;
import icy.server.encode.OutputCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes frames that bear their numbers, as fast as it is let, and goes wrong where it is told to. */
final class FakeEncoder implements SoundEncoder {
    private static final int FRAMES_A_READ = 5;

    /** How often it may write {@value #FRAMES_A_READ} frames; as good as always. */
    final Semaphore pace = new Semaphore(Integer.MAX_VALUE, /* fair= */ true);

    final AtomicInteger begun = new AtomicInteger();
    final Set<FakeEncoding> atWork = ConcurrentHashMap.newKeySet();
    /** Where it ends, by itself or not. */
    volatile long endsAt = Long.MAX_VALUE;

    volatile long crashesAt = Long.MAX_VALUE;
    /** How often it does. */
    final AtomicInteger crashes = new AtomicInteger(Integer.MAX_VALUE);

    volatile long hangsAt = Long.MAX_VALUE;

    /** The frame of that number. */
    static byte[] frame(ConstantMp3 layout, long number) {
        byte[] frame = layout.silence(number);
        ByteBuffer.wrap(frame).putLong(frame.length - Long.BYTES, number);
        return frame;
    }

    /** All that it makes of such a layout. */
    static byte[] whole(ConstantMp3 layout) {
        ByteBuffer all = ByteBuffer.allocate((int) layout.length());
        for (long i = 0; i < layout.frames(); i++) {
            all.put(frame(layout, i));
        }
        return all.array();
    }

    @Override
    public String identity() {
        return "fake 1";
    }

    @Override
    public boolean canMake(OutputCodec codec, AudioKind kind) {
        return true;
    }

    @Override
    public Encoding begin(Recipe recipe, long fromSample) {
        begun.incrementAndGet();
        ConstantMp3 layout = Objects.requireNonNull(recipe.layout());
        FakeEncoding encoding =
                new FakeEncoding(layout, fromSample / layout.format().samplesPerFrame());
        atWork.add(encoding);
        return encoding;
    }

    final class FakeEncoding implements Encoding {
        private final ConstantMp3 layout;
        private final CountDownLatch closed = new CountDownLatch(1);
        private long next;

        FakeEncoding(ConstantMp3 layout, long from) {
            this.layout = layout;
            this.next = from;
        }

        @Override
        public int read(byte[] into) throws IOException {
            try {
                if (next >= hangsAt) {
                    closed.await();
                    throw new IOException("was ended");
                }
                pace.acquire();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            if (closed.getCount() == 0) {
                throw new IOException("was ended");
            }
            if (next >= crashesAt && crashes.getAndDecrement() > 0) {
                throw new IOException("it crashed");
            }
            ByteBuffer made = ByteBuffer.wrap(into);
            // A frame too many, as LAME makes them.
            for (int i = 0; i < FRAMES_A_READ && next < Math.min(endsAt, layout.frames() + 1); i++) {
                made.put(frame(layout, next++));
            }
            return made.position() == 0 ? -1 : made.position();
        }

        @Override
        public void close() {
            closed.countDown();
            atWork.remove(this);
        }
    }
}
