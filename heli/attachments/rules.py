"""May this file be kept, and may it prove this record? Pure answers."""

import io
import re
import zipfile

from heli.attachments.catalogue import KINDS, SECRET
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of

_MARK = re.compile("|".join(f"{grade}\\s*★" for grade in SECRET))
_TEXT = re.compile(r"(document|header\d*|footer\d*|sharedStrings|slide\d+|Content)\.xml$")
_MOST_TEXT = 2_000_000
_TAG = re.compile(rb"<[^>]+>")


def ending(name: str) -> str:
    """The ending of a file's name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def may_be_kept(name: str, content: bytes, *, most_bytes: int) -> Verdict:
    """A file of a known kind that is what its name says, not too large, and not marked secret."""
    return all_of(_fits(name, content, most_bytes), _is_known(name, content), no_secret(name, content))


def _fits(name: str, content: bytes, most_bytes: int) -> Verdict:
    if not content:
        return Verdict.no(f"“{name}”是空文件，请重新选择。", code="file-empty")
    if len(content) > most_bytes:
        most = most_bytes // (1024 * 1024)
        return Verdict.no(f"“{name}”超过 {most} MB。请压缩或只留必要的几页。", code="file-large")
    return (
        Verdict.yes() if len(name) <= 200 else Verdict.no("文件名超过 200 个字，请改短。", code="name-long")
    )


def _is_known(name: str, content: bytes) -> Verdict:
    signs = KINDS.get(ending(name))
    if signs is None:
        kinds = "、".join(sorted(KINDS))
        return Verdict.no(f"“{name}”不是可以保存的类型。可以保存：{kinds}。", code="file-kind")
    if not content.startswith(signs):
        return Verdict.no(
            f"“{name}”的内容与文件类型不符，可能改过后缀或已损坏。请用原来的程序另存后再选。",
            code="file-false",
        )
    return Verdict.yes()


def no_secret(name: str, content: bytes) -> Verdict:
    """Nothing marked with a 密级, in its name or in the text that an office file holds."""
    if any(grade in name for grade in SECRET) or _MARK.search(_text_of(name, content)):
        return Verdict.no(
            f"“{name}”标有密级。本系统不得存放涉密文件，请按保密规定保管，记录里只写文号。",
            code="file-secret",
        )
    return Verdict.yes()


def _text_of(name: str, content: bytes) -> str:
    """The text of an office file of the zip kind; nothing of other kinds."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ""
    found: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for one in packed.infolist():
            if _TEXT.search(one.filename) and one.file_size <= _MOST_TEXT:
                found.append(_TAG.sub(b"", packed.read(one)))
    return b"".join(found).decode("utf-8", "ignore")


def can_prove(*, record_void: bool, same_organisation: bool, known: bool, files: int, most: int) -> Verdict:
    """A file proves standing records of its own organisation, each once; not too many prove one record."""
    if record_void:
        return Verdict.no("这条记录已经作废，不再加附件。", error=WrongState, code="record-withdrawn")
    if not same_organisation:
        return Verdict.no("只能选用本组织已有的附件。", code="file-elsewhere")
    if known:
        return Verdict.no("这个附件已经加在这条记录上。", error=WrongState, code="proof-known")
    if files >= most:
        return Verdict.no(f"一条记录最多 {most} 个附件。留最必要的就可以，不必多传。", code="too-many-files")
    return Verdict.yes()
