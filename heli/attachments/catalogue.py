"""Which files may be kept, and how large."""

from pathlib import Path

from heli.duties.catalogue import Parameter
from heli.kernel.catalogue import dated

LIMITS = dated(Path(__file__).parent / "dated" / "limits.toml", Parameter)

KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "et": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "ofd": (b"PK\x03\x04",),
}
"""By the ending of the name, the signs with which such a file begins."""

SECRET = ("绝密", "机密", "秘密")
"""Grades of 密级: what is marked so may not be kept here."""
