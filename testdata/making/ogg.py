"""Ogg pages, as far as making odd streams needs them."""

import struct


def crc(data):
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        value &= 0xFFFFFFFF
    return value


def pages(stream):
    """(flags, granule, serial, lacing values, body) of each page."""
    at = 0
    while at < len(stream):
        _, _, flags, granule, serial, _, _, count = struct.unpack_from("<4sBBqIIIB", stream, at)
        lacing = stream[at + 27 : at + 27 + count]
        body = stream[at + 27 + count : at + 27 + count + sum(lacing)]
        yield flags, granule, serial, lacing, body
        at += 27 + count + len(body)


def page(flags, granule, serial, sequence, lacing, body):
    blank = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, serial, sequence, 0, len(lacing)) + lacing + body
    return blank[:22] + struct.pack("<I", crc(blank)) + blank[26:]


def headers_in_small_pages(stream, segments):
    """The same stream with its headers in pages of at most so many segments, so that they go on from page to page."""
    out = []
    for flags, granule, serial, lacing, body in pages(stream):
        size = segments if granule == 0 else 255
        for first in range(0, len(lacing), size):
            part = lacing[first : first + size]
            goes_on = lacing[first - 1] == 255 if first > 0 else flags & 1
            ends = any(value < 255 for value in part)
            at = sum(lacing[:first])
            part_flags = (1 if goes_on else 0) | (flags & 2 if first == 0 else 0) | flags & 4
            data = body[at : at + sum(part)]
            out.append(page(part_flags, granule if ends else -1, serial, len(out), part, data))
    return b"".join(out)
