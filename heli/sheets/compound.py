"""Compound files (the container of .xls): which streams are inside, and the bytes of one. [MS-CFB]"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # beyond: marks of free, end of chain, FAT
_HEADER = 512
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Damaged(Exception):
    """The container cannot be followed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


def stream_names(content: bytes) -> set[str]:
    """The names of the streams and storages inside. Raises Damaged."""
    return {entry.name for entry in _File(content).entries}


def stream(content: bytes, *names: str) -> bytes:
    """The bytes of the first stream of one of the names. Raises Damaged, also where there is none."""
    file = _File(content)
    for name in names:
        for entry in file.entries:
            if entry.name == name and entry.kind == _STREAM:
                return file.read(entry)
    raise Damaged(names[0])


class _File:
    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER or not content.startswith(MAGIC):
            raise Damaged("header")
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Damaged("sector size")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        self._fat = self._numbers(self._fat_sectors())
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", content, 48)
        self.entries = list(self._entries(self._chain_bytes(directory)))
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        if root is None:
            raise Damaged("root")
        self._mini_fat = self._numbers(self._chain(mini_fat, self._fat))
        self._mini_stream = self._chain_bytes(root.start)

    def read(self, entry: _Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._chain_bytes(entry.start)[: entry.size]
        size = self._mini_sector
        pieces = (
            self._mini_stream[n * size : (n + 1) * size] for n in self._chain(entry.start, self._mini_fat)
        )
        return b"".join(pieces)[: entry.size]

    def _sector_bytes(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if start >= len(self._content):
            raise Damaged("sector outside the file")
        return self._content[start : start + self._sector].ljust(self._sector, b"\0")

    def _fat_sectors(self) -> Iterator[int]:
        yield from (n for n in struct.unpack_from("<109I", self._content, 76) if n <= _LAST_SECTOR)
        following = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while following <= _LAST_SECTOR:
            if following in seen:
                raise Damaged("loop")
            seen.add(following)
            *sectors, following = self._numbers([following])
            yield from (n for n in sectors if n <= _LAST_SECTOR)

    def _numbers(self, sectors: Iterator[int] | list[int]) -> list[int]:
        table = b"".join(self._sector_bytes(number) for number in sectors)
        return list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))

    def _chain(self, start: int, fat: list[int]) -> Iterator[int]:
        number = start
        for _ in range(len(fat) + 1):
            if number > _LAST_SECTOR:
                return
            yield number
            if number >= len(fat):
                raise Damaged("chain outside the table")
            number = fat[number]
        raise Damaged("loop")

    def _chain_bytes(self, start: int) -> bytes:
        return b"".join(self._sector_bytes(number) for number in self._chain(start, self._fat))

    def _entries(self, directory: bytes) -> Iterator[_Entry]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                yield _Entry(name, kind, start, size)
