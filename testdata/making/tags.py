"""Builders for the tags that are found in and around MP3 files. Sources: id3.org (ID3v2.2, 2.3, 2.4), the APEv2 and Lyrics3 pages."""

import struct
import zlib

LATIN1, UTF16, UTF16BE, UTF8 = 0, 1, 2, 3
_CODECS = {LATIN1: "iso-8859-1", UTF16BE: "utf-16-be", UTF8: "utf-8"}
_V22 = {"TIT2": b"TT2", "TPE1": b"TP1", "TALB": b"TAL", "APIC": b"PIC", "TRCK": b"TRK"}


def synchsafe(number):
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def unsynchronised(data):
    """Puts a zero after each 0xFF that a decoder might take for the start of a frame."""
    out = bytearray()
    for i, byte in enumerate(data):
        out.append(byte)
        following = data[i + 1] if i + 1 < len(data) else 0
        if byte == 0xFF and (following >= 0xE0 or following == 0):
            out.append(0)
    return bytes(out)


def text(frame_id, value, encoding=UTF8, big_endian=False):
    """A text frame as (id, body)."""
    if encoding == UTF16:
        body = b"\xfe\xff" + value.encode("utf-16-be") if big_endian else b"\xff\xfe" + value.encode("utf-16-le")
    else:
        body = value.encode(_CODECS[encoding])
    return frame_id, bytes([encoding]) + body


def picture(image, mime="image/jpeg", v22=False):
    kind = b"\x03"  # front cover
    if v22:
        return "APIC", b"\0" + (b"PNG" if mime == "image/png" else b"JPG") + kind + b"\0" + image
    return "APIC", b"\0" + mime.encode() + b"\0" + kind + b"\0" + image


def encapsulated(name, data):
    return "GEOB", b"\0application/octet-stream\0" + name.encode() + b"\0\0" + data


def id3v2(version, frames, *, padding=0, unsync=False, extended=False, footer=False, compress=False):
    """A whole ID3v2 tag; version is 2, 3 or 4. Extended header, footer and compressed frames as far as the version has them."""
    body = b""
    for frame_id, content in frames:
        if version == 2:
            body += _V22[frame_id] + len(content).to_bytes(3, "big") + content
        elif version == 3:
            if compress:
                content = struct.pack(">I", len(content)) + zlib.compress(content)
            body += frame_id.encode() + struct.pack(">I", len(content)) + (b"\0\x80" if compress else b"\0\0") + content
        else:
            flags = 0
            plain_size = synchsafe(len(content))
            if compress:
                content, flags = zlib.compress(content), flags | 0x08
            if unsync:
                content, flags = unsynchronised(content), flags | 0x02
            if flags:
                content, flags = plain_size + content, flags | 0x01  # data length indicator
            body += frame_id.encode() + synchsafe(len(content)) + bytes([0, flags]) + content
    flags = (0x80 if unsync else 0) | (0x40 if extended else 0) | (0x10 if footer else 0)
    if extended:
        crc = zlib.crc32(body)
        if version == 3:
            body = struct.pack(">IHII", 10, 0x8000, padding, crc) + body  # CRC present
        else:
            body = synchsafe(12) + b"\x01\x20\x05" + bytes([crc >> 28]) + synchsafe(crc & 0xFFFFFFF) + body
    body += bytes(padding)
    if unsync and version < 4:
        body = unsynchronised(body)
    head = bytes([version, 0, flags]) + synchsafe(len(body))
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


def id3v2_at_end(frames):
    """An ID3v2.4 tag meant for the end of a file: found by its footer, from behind."""
    return id3v2(4, frames, footer=True)


def id3v1(title, artist="", album="", comment="", track=None, encoding="iso-8859-1"):
    def field(value, size):
        return value.encode(encoding)[:size].ljust(size, b"\0")

    last = field(comment, 30) if track is None else field(comment, 28) + bytes([0, track])
    return b"TAG" + field(title, 30) + field(artist, 30) + field(album, 30) + b"2026" + last + b"\x0c"


def id3v1_enhanced(title, artist=""):
    """The 227 bytes of "TAG+" that continue the fields of the ID3v1 tag that follows."""

    def field(value, size):
        return value.encode("iso-8859-1")[:size].ljust(size, b"\0")

    return (
        b"TAG+"
        + field(title, 60)
        + field(artist, 60)
        + field("", 60)
        + b"\x02"
        + field("Ambient", 30)
        + b"000:00000:02"
    )


def ape(items, version=2000, header=True):
    """An APE tag: version 2000 with a header, 1000 without."""
    body = b""
    for key, value in items:
        raw = value if isinstance(value, bytes) else value.encode("utf-8")
        body += struct.pack("<II", len(raw), 2 if isinstance(value, bytes) else 0) + key.encode("ascii") + b"\0" + raw
    flags = 0x80000000 if header else 0

    def edge(is_header):
        return (
            b"APETAGEX"
            + struct.pack("<IIII", version, len(body) + 32, len(items), flags | (0x20000000 if is_header else 0))
            + bytes(8)
        )

    return (edge(True) if header else b"") + body + edge(False)


def lyrics3_v1(words):
    return b"LYRICSBEGIN" + words.encode("iso-8859-1") + b"LYRICSEND"


def lyrics3_v2(words, title):
    def field(name, value):
        raw = value.encode("iso-8859-1")
        return name + b"%05d" % len(raw) + raw

    body = b"LYRICSBEGIN" + field(b"IND", "00") + field(b"LYR", words) + field(b"ETT", title)
    return body + b"%06d" % len(body) + b"LYRICS200"
