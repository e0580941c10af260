"""How words written in a plan or a ledger are made comparable."""

import re
import unicodedata

_BLANK = re.compile(r"\s+")
_MARKS = str.maketrans({"；": ";", "，": ",", "。": "", "〔": "(", "〕": ")", "【": "(", "】": ")"})


def tidy(text: str) -> str:
    """Half-width, without any blank, brackets as (): "各党组（党委） " → "各党组(党委)"."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_MARKS)
