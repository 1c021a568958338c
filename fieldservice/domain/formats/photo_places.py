"""Where a photo was taken, taken out of it: a picture sent along with a ticket tells nobody's whereabouts.

Only the place goes; turning, date and camera stay. A picture that cannot be read is given back as it is: the
place is in a part that viewers read too, so one they cannot read tells nothing.
"""

import struct
from collections.abc import Iterator

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_MARK, _APP1, _SCAN = 0xFF, 0xE1, 0xDA
_GPS = 0x8825
_ENTRY = 12
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 12: 8}
_IN_ENTRY = 4


def without_place(content: bytes) -> bytes:
    """The picture without the place where it was taken; other files as they are."""
    if content.startswith(JPEG):
        return _jpeg_without_place(content)
    return _png_without_place(content) if content.startswith(PNG) else content


def _jpeg_without_place(content: bytes) -> bytes:
    kept = bytearray(JPEG)
    for marker, segment in _jpeg_segments(content):
        body = segment[4:]
        if marker == _APP1 and body.startswith(_XMP) and b"GPS" in body:
            continue
        if marker == _APP1 and body.startswith(_EXIF):
            head = len(_EXIF)
            kept += segment[: 4 + head] + _exif_without_place(body[head:])
        else:
            kept += segment
    return bytes(kept)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment before the picture itself, then all the rest under the marker 0."""
    place = len(JPEG)
    while place + 4 <= len(content) and content[place] == _MARK and content[place + 1] != _SCAN:
        length = 2 + int.from_bytes(content[place + 2 : place + 4])
        yield content[place + 1], content[place : place + length]
        place += length
    yield 0, content[place:]


def _png_without_place(content: bytes) -> bytes:
    kept, place = bytearray(PNG), len(PNG)
    while place + 8 <= len(content):
        length = 12 + int.from_bytes(content[place : place + 4])
        chunk = content[place : place + length]
        tells_place = chunk[4:8] == b"eXIf" and _exif_without_place(chunk[8:-4]) != chunk[8:-4]
        if not tells_place and not (chunk[4:8] == b"iTXt" and b"GPS" in chunk):
            kept += chunk
        place += length
    return bytes(kept)


def _exif_without_place(exif: bytes) -> bytes:
    """The same number of bytes, with the table of the place emptied and what it points to."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return exif
    emptied = bytearray(exif)
    try:
        _empty_place(emptied, order)
    except struct.error:  # cut short: viewers cannot follow it either
        return exif
    return bytes(emptied)


def _empty_place(exif: bytearray, order: str) -> None:
    (first,) = struct.unpack_from(f"{order}I", exif, 4)
    for entry in _entries(exif, first, order):
        tag, _kind, _count, table = struct.unpack_from(f"{order}HHII", exif, entry)
        if tag == _GPS:
            for told in list(_entries(exif, table, order)):
                _empty_entry(exif, told, order)
            struct.pack_into(f"{order}H", exif, table, 0)


def _entries(exif: bytearray, table: int, order: str) -> Iterator[int]:
    (count,) = struct.unpack_from(f"{order}H", exif, table)
    return iter(range(table + 2, table + 2 + count * _ENTRY, _ENTRY))


def _empty_entry(exif: bytearray, entry: int, order: str) -> None:
    _tag, kind, count, place = struct.unpack_from(f"{order}HHII", exif, entry)
    size = min(_SIZES.get(kind, 1) * count, len(exif))
    if size > _IN_ENTRY and place + size <= len(exif):
        exif[place : place + size] = bytes(size)
    exif[entry : entry + _ENTRY] = bytes(_ENTRY)
