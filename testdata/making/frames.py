"""Just enough MPEG audio to cut, count and build frames (ISO/IEC 11172-3, 13818-3; MPEG-2.5 as LAME writes it)."""

import math
import struct

BITRATES = {
    (1, 1): [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    (1, 2): [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    (1, 3): [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    (2, 1): [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    (2, 2): [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    (2, 3): [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
RATES = {3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000]}


class Frame:
    """One frame: where it lies in the file and what its header says."""

    def __init__(self, data, at):
        head = struct.unpack_from(">I", data, at)[0]
        version_bits, layer_bits = head >> 19 & 3, head >> 17 & 3
        bitrate_index, rate_index = head >> 12 & 15, head >> 10 & 3
        if head >> 21 != 0x7FF or version_bits == 1 or layer_bits == 0 or rate_index == 3 or bitrate_index in (0, 15):
            raise ValueError(f"no frame at byte {at}")
        self.at = at
        self.version = {3: "1", 2: "2", 0: "2.5"}[version_bits]
        self.layer = 4 - layer_bits
        self.mpeg1 = version_bits == 3
        self.crc = not head >> 16 & 1
        self.rate = RATES[version_bits][rate_index]
        self.kbps = BITRATES[1 if self.mpeg1 else 2, self.layer][bitrate_index]
        padding = head >> 9 & 1
        self.mono = head >> 6 & 3 == 3
        self.samples = 384 if self.layer == 1 else 1152 if self.layer == 2 or self.mpeg1 else 576
        if self.layer == 1:
            self.size = (12 * self.kbps * 1000 // self.rate + padding) * 4
        else:
            self.size = self.samples // 8 * self.kbps * 1000 // self.rate + padding
        self.side_info = (17 if self.mono else 32) if self.mpeg1 else (9 if self.mono else 17)
        self.bytes = data[at : at + self.size]

    def main_data_begin(self):
        at = 4 + (2 if self.crc else 0)
        if self.mpeg1:
            return self.bytes[at] << 1 | self.bytes[at + 1] >> 7
        return self.bytes[at]

    def is_info(self):
        """True for the frame in front that carries a table of contents instead of sound."""
        if self.layer != 3:
            return False
        # LAME leaves no room for the CRC, others do.
        places = [4 + self.side_info, 6 + self.side_info] if self.crc else [4 + self.side_info]
        return any(self.bytes[at : at + 4] in (b"Xing", b"Info") for at in places) or self.bytes[36:40] == b"VBRI"


def split(data, at=0):
    """The frames of an undamaged run that begins at the given byte; stops where the next header is none."""
    frames = []
    while at + 4 <= len(data):
        try:
            frame = Frame(data, at)
        except ValueError:
            break
        if at + frame.size > len(data):
            break
        frames.append(frame)
        at += frame.size
    return frames


def joined(frames):
    return b"".join(frame.bytes for frame in frames)


def vbri(frames):
    """The VBRI frame Fraunhofer's encoder would have put in front of these frames: 44.1 kHz stereo, one table entry a frame."""
    first = frames[0]
    head = bytearray(first.bytes[:4])
    head[2] = head[2] & 0x0D | 9 << 4  # 128 kbit/s, no padding
    sizes = [frame.size for frame in frames]
    table = struct.pack(">%dH" % len(sizes), *sizes)
    if len(table) > 417 - 62:
        raise ValueError("too many frames for a table with an entry for each")
    body = (
        struct.pack(">4sHHHIIHHHH", b"VBRI", 1, 0x0900, 75, sum(sizes) + 417, len(frames), len(sizes), 1, 2, 1) + table
    )
    return (bytes(head) + bytes(32) + body).ljust(417, b"\0")


class Bits:
    def __init__(self):
        self.value, self.count = 0, 0

    def put(self, value, bits):
        self.value = self.value << bits | value
        self.count += bits

    def bytes(self, size):
        return (self.value << size * 8 - self.count).to_bytes(size, "big")


def layer_one(seconds, hertz, stereo, rate=44100, kbps=192):
    """A tone in Layer I, written straight in the subband domain: a sine inside one subband is a slower sine of its samples."""
    band_width = rate / 64
    band = int(hertz / band_width)
    slow = hertz - band * band_width
    if band % 2:
        slow = band_width - slow  # odd subbands are mirrored
    channels = 2 if stereo else 1
    head = 0xFFFF0000 | BITRATES[1, 1].index(kbps) << 12 | (0 if rate == 44100 else 1) << 10 | (0 if stereo else 3) << 6
    out, remainder, sample = [], 0, 0
    for _ in range(int(seconds * rate / 384)):
        remainder += 12 * kbps * 1000 % rate
        padding = remainder >= rate
        remainder -= rate if padding else 0
        bits = Bits()
        bits.put(head | padding << 9, 32)
        for subband in range(32):
            for _ in range(channels):
                bits.put(11 if subband == band else 0, 4)  # 12 bits a sample
        for _ in range(channels):
            bits.put(9, 6)  # scale factor 2 * 2^(-9/3) = 0.25
        for _ in range(12):
            level = 0.9 * math.sin(2 * math.pi * slow * sample / (rate / 32))
            sample += 1
            for _ in range(channels):
                bits.put(int(round(level * 2047)) + 2047, 12)
        out.append(bits.bytes((12 * kbps * 1000 // rate + padding) * 4))
    return b"".join(out)
