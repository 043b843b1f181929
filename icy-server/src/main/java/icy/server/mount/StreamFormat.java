package icy.server.mount;

/**
 * What a mount declares to those who tune in.
 *
 * <p>Thread: any.
 *
 * @param codec what a unit is
 * @param sampleRate in hertz
 * @param channels 1 or 2
 */
public record StreamFormat(Codec codec, int sampleRate, int channels) {
    public StreamFormat {
        if (sampleRate <= 0 || channels < 1 || channels > 2) {
            throw new IllegalArgumentException("sampleRate=" + sampleRate + ", channels=" + channels);
        }
    }

    @Override
    public String toString() {
        return codec + " " + sampleRate + " Hz " + (channels == 1 ? "mono" : "stereo");
    }
}
