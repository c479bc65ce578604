"""Bodies of pages as servers pack them: gzip, deflate, or not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_GZIP, _ZLIB, _RAW = 31, 15, -15
_ZLIB_HEAD = 0x08
"""The low half of a zlib stream's first byte; some servers leave its head out."""


class Packed(Exception):
    """What is packed cannot be unpacked."""


class Torn(Exception):
    """What is packed ends before its end."""


def unpack(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """What was packed, but little more than `limit` of it; raises Packed or Torn."""
    data = bytearray()
    unpacker = _Unpacker(encoding) if encoding not in ("", "identity") else None
    for chunk in chunks:
        data += unpacker.feed(chunk, limit - len(data) + 1) if unpacker else chunk
        if len(data) > limit:
            return bytes(data)
    if unpacker:
        unpacker.close()
    return bytes(data)


class _Unpacker:
    """One stream, or several gzip members one behind the other."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise Packed
        self._gzip = encoding != "deflate"
        self._stream = zlib.decompressobj(_GZIP) if self._gzip else None

    def feed(self, chunk: bytes, limit: int) -> bytes:
        """What a chunk unpacks to, at most `limit` bytes of it."""
        data = bytearray()
        try:
            while chunk and len(data) < limit:
                stream = self._stream or self._begin(chunk)
                data += stream.decompress(chunk, limit - len(data))
                chunk = stream.unused_data
                if not (stream.eof and chunk):
                    break
                if not self._gzip or not chunk.startswith(b"\x1f\x8b"):
                    break
                self._stream = None
        except zlib.error:
            raise Packed from None
        return bytes(data)

    def close(self) -> None:
        """Return if the stream ended, else raise Torn."""
        if self._stream is not None and not self._stream.eof:
            raise Torn

    def _begin(self, chunk: bytes) -> zlib._Decompress:
        packed = _ZLIB if chunk[0] & 0x0F == _ZLIB_HEAD else _RAW
        self._stream = zlib.decompressobj(_GZIP if self._gzip else packed)
        return self._stream
