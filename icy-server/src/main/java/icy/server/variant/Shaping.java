package icy.server.variant;

/**
 * Makes samples louder, quieter and of other channels. What would be louder than samples can be is as loud as they can.
 *
 * <p>Thread: whoever owns the object.
 */
final class Shaping {
    private final Shape shape;
    private final int from;
    private final int to;
    private final double factor;

    Shaping(Shape shape, PcmFormat samples) {
        this.shape = shape;
        this.from = samples.channels();
        this.to = shape.of(samples).channels();
        this.factor = Math.pow(10, shape.gainDb() / 20.0);
    }

    /** So many frames as they shall be; {@code samples} itself where they are that already. */
    byte[] apply(byte[] samples, int frames) {
        if (shape.isPlain() || (factor == 1 && from == to && !isOneOfTwo())) {
            return samples;
        }
        byte[] shaped = new byte[frames * to * Short.BYTES];
        for (int frame = 0; frame < frames; frame++) {
            for (int channel = 0; channel < to; channel++) {
                put(shaped, frame * to + channel, (int) Math.round(factor * sample(samples, frame, channel)));
            }
        }
        return shaped;
    }

    private boolean isOneOfTwo() {
        return from == 2 && to == 1;
    }

    private int sample(byte[] samples, int frame, int channel) {
        if (from == 1) {
            return at(samples, frame);
        }
        int left = at(samples, 2 * frame);
        int right = at(samples, 2 * frame + 1);
        return switch (shape.channel()) {
            case ALL, STEREO -> channel == 0 ? left : right;
            case LEFT -> left;
            case RIGHT -> right;
            case MONO -> Math.floorDiv(left + right, 2);
        };
    }

    private static int at(byte[] samples, int index) {
        return samples[2 * index + 1] << 8 | samples[2 * index] & 0xFF;
    }

    private static void put(byte[] samples, int index, int value) {
        int bounded = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        samples[2 * index] = (byte) bounded;
        samples[2 * index + 1] = (byte) (bounded >> 8);
    }
}
