"""Builds zips that swell: a member of 1 GB is packed once for a million bytes, and the rest is copied."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

_METHOD, _SUMS = 8, 14  # places in the head of a member: how it is packed; its sum, its size packed, its size


class Packed(NamedTuple):
    """A deflated member of a zip, with what its heads say of it."""

    data: bytes
    size: int
    checksum: int


def pack_long(head: bytes, piece: bytes, tail: bytes, size: int) -> Packed:
    """Some ``size`` bytes that repeat a piece, between a head and a tail."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    many = piece * (1_000_000 // len(piece))
    before, block = (packer.compress(words) + packer.flush(zlib.Z_FULL_FLUSH) for words in (head, many))
    times = size // len(many)
    checksum = zlib.crc32(head)
    for _ in range(times):
        checksum = zlib.crc32(many, checksum)
    data = before + block * times + packer.compress(tail) + packer.flush()  # blocks look back on nothing
    return Packed(data, len(head) + times * len(many) + len(tail), zlib.crc32(tail, checksum))


def swollen_zip(parts: Mapping[str, str | bytes], name: str, packed: Packed) -> bytes:
    """A zip of some parts and, behind them, a member that is packed already."""
    stream, info = io.BytesIO(), zipfile.ZipInfo(name)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, words in parts.items():
            archive.writestr(other, words)
        archive.writestr(info, packed.data, zipfile.ZIP_STORED)
        info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, packed.size, packed.checksum
    data = bytearray(stream.getvalue())
    struct.pack_into("<H", data, info.header_offset + _METHOD, zipfile.ZIP_DEFLATED)
    struct.pack_into("<3L", data, info.header_offset + _SUMS, packed.checksum, len(packed.data), packed.size)
    return bytes(data)
