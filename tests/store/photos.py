"""Small real files for tests: pictures that tell where they were taken, and others."""

import struct
import zlib

PLACE = b"\x00\x00\x00\x34\x00\x00\x00\x01\x00\x00\x00\x18\x00\x00\x00\x01\x00\x00\x0b\xb8\x00\x00\x00\x64"
"""52 degrees 24 minutes 30 seconds, as Exif keeps it."""

CAMERA = b"Kaeser-Cam\0"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def jpeg(*, with_place: bool) -> bytes:
    """The skeleton of a photo: Exif with the camera, with or without the place, then the picture's bytes."""
    exif = b"Exif\0\0" + _exif(with_place=with_place)
    app1 = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return b"\xff\xd8" + app1 + b"\xff\xda\x00\x02" + b"picture" * 40 + b"\xff\xd9"


def png(*, with_place: bool = False) -> bytes:
    """A picture of one grey dot; `with_place` in its own chunk."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    exif = _chunk(b"eXIf", _exif(with_place=True)) if with_place else b""
    dot = _chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + exif + dot + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _exif(*, with_place: bool) -> bytes:
    """Big-endian TIFF: the camera's name at 38, the table of the place at 49, the latitude at 67."""
    camera = struct.pack(">HHII", 0x0110, 2, len(CAMERA), 38)
    place = struct.pack(">HHII", 0x8825, 4, 1, 49)
    entries = [camera, place] if with_place else [camera]
    table = struct.pack(">H", len(entries)) + b"".join(entries) + bytes(4)
    whole = (b"MM\x00\x2a" + struct.pack(">I", 8) + table).ljust(38, b"\0") + CAMERA
    if with_place:
        latitude = struct.pack(">HHII", 2, 5, 3, 67)
        whole += struct.pack(">H", 1) + latitude + bytes(4) + PLACE
    return whole
