"""How words written in a plan or a ledger are made comparable."""

import re
import unicodedata

_REMARK = re.compile(r"\([^()]*\)")
_BLANK = re.compile(r"\s+")
_MARKS = str.maketrans({"；": ";", "，": ",", "。": "", "〔": "(", "〕": ")", "【": "(", "】": ")"})


def tidy(text: str) -> str:
    """Half-width, without any blank, brackets as (): "各党组（党委） " → "各党组(党委)"."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_MARKS)


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one plan's: remarks in brackets (修订稿) and blanks do not tell them apart."""
    return _REMARK.sub("", tidy(one)) == _REMARK.sub("", tidy(other))
