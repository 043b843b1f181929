package icy.server.mount;

/**
 * What a mount declares to those who tune in.
 *
 * <p>Thread: any.
 *
 * @param codec what a unit is
 * @param contentType MIME type without parameters: VLC compares the whole value
 * @param sampleRate in hertz
 * @param channels 1 to 255, the most Ogg codecs have
 */
public record StreamFormat(Codec codec, String contentType, int sampleRate, int channels) {
    public StreamFormat {
        if (sampleRate <= 0 || channels < 1 || channels > 255) {
            throw new IllegalArgumentException("sampleRate=" + sampleRate + ", channels=" + channels);
        }
    }

    /** With the codec's usual content type. */
    public StreamFormat(Codec codec, int sampleRate, int channels) {
        this(codec, codec.contentType(), sampleRate, channels);
    }

    @Override
    public String toString() {
        String layout = channels == 1 ? "mono" : channels == 2 ? "stereo" : channels + " channels";
        return codec + " " + sampleRate + " Hz " + layout;
    }
}
