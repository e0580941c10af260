"""How the name of a Party organisation is written in many ways and is still one name.

`name_key` makes spellings equal, `short_name` is what screens show, `initials` is what people type to search.
Which organisation a written name means is answered by `NameIndex` in `rules/index.py`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

PARTY = ("中国共产党", "中共")

# Ending as offices write it → the one in the key → the one on screen. The longest that fits counts.
_ENDINGS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("机关工作委员会", "机关工委", "机关党工委"), ("机关工委", "机关工委")),
    **dict.fromkeys(("工作委员会", "党工委", "工委"), ("工委", "工委")),
    **dict.fromkeys(
        ("机关委员会", "机关党委", "机关党委会", "机关基层委员会", "机关党的委员会"), ("机关党委", "机关党委")
    ),
    **dict.fromkeys(
        ("党委", "党委会", "基层党委", "基层委员会", "党的委员会", "党的基层委员会"), ("党委", "党委")
    ),
    **dict.fromkeys(("机关纪律检查委员会", "机关纪委", "机关纪检委"), ("机关纪委", "机关纪委")),
    **dict.fromkeys(("纪律检查委员会", "纪委", "纪检委"), ("纪委", "纪委")),
    **dict.fromkeys(("党组", "党组(党委)", "党委(党组)"), ("党组", "党组")),
    **dict.fromkeys(("部务会", "部务会议"), ("部务会", "部务会")),
    **dict.fromkeys(("室务会", "室务会议"), ("室务会", "室务会")),
    **dict.fromkeys(
        (
            "总支",
            "总支部",
            "党总支",
            "党总支部",
            "总支委员会",
            "总支部委员会",
            "党总支委员会",
            "党总支部委员会",
        ),
        ("总支", "党总支"),
    ),
    **dict.fromkeys(
        ("支部", "党支部", "支部委员会", "党支部委员会", "支委会", "支部委员", "党支部委员"),
        ("支部", "党支部"),
    ),
}
_ENDING = re.compile(f"(?P<body>.*?)(?P<ending>{'|'.join(map(re.escape, _ENDINGS))})", re.DOTALL)
_COMMITTEE = "委员会"
_NUMBERED = frozenset({"总支", "支部"})
_ORDINAL = re.compile(r"第?(?P<number>[0-9]{1,3}|[一二三四五六七八九十百零]{1,5})$")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
# A branch is named with or without the committee that it hangs on: 机关党委第一支部 is 机关第一支部.
_COMMITTEE_BEFORE_BRANCH = re.compile(r"(?:(?P<organ>机关)(?:委员会|党委)|党?总支部?(?:委员会)?)$")
_ATTACHED_ORGAN = re.compile(r"直属机关$")
_GENERIC = re.compile(r"(?:直属|机关|离退休|离休|退休|老|在职|干部|联合|临时|流动|党员)+$")
_OPENING, _CLOSING = "([{〔【〈《〖", ")]}〕】〉》〗"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")"))
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]*")
_PLACE = re.compile(r"^(?P<place>.{2,8}?)(?=[省市县区州盟旗]委)")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: 安澜市教育局机关 + 1 + 支部. `ending` is empty where the name says no kind."""

    body: str
    number: int | None
    ending: str
    shown: str

    @property
    def key(self) -> str:
        """直属机关 is 机关: no unit has both."""
        body = _ATTACHED_ORGAN.sub("机关", self.body)
        if self.ending == "机关党委":
            body = body.removesuffix("直属")
        return f"{body}{self._ordinal}{self.ending}"

    @property
    def _ordinal(self) -> str:
        return "" if self.number is None else f"第{self.number}"

    @property
    def own(self) -> str:
        """What of the name is not said of every organisation: 安澜市教育局; nothing of 机关第一支部."""
        return _GENERIC.sub("", self.body)


def plain(text: str) -> str:
    """The text without any white space or invisible sign, full-width signs and brackets made plain."""
    if _PLAIN.fullmatch(text):
        return text
    normal = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(
        sign for sign in normal if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc")
    )


@lru_cache(maxsize=65_536)
def parts(text: str) -> NameParts:
    """Take an organisation's name apart, however it is written."""
    whole = plain(text)
    party = next((lead for lead in PARTY if whole.startswith(lead)), "")
    rest = whole[len(party) :]
    found = _ENDING.fullmatch(rest)
    if found is None:
        if party and rest.endswith(_COMMITTEE) and rest != _COMMITTEE:
            return NameParts(rest.removesuffix(_COMMITTEE), None, "党委", "党委")
        return NameParts(rest, None, "", "")
    ending, shown = _ENDINGS[found["ending"]]
    body, number = _numbered(found["body"]) if ending in _NUMBERED else (found["body"], None)
    if ending == "支部":
        body = _COMMITTEE_BEFORE_BRANCH.sub(lambda cut: cut["organ"] or "", body)
    return NameParts(body, number, ending, shown)


def name_key(text: str) -> str:
    """The canonical key of an organisation's name: equal for every spelling that offices use.

    White space, width and brackets do not count; 中共 is dropped; endings are one (机关委员会 = 机关党委,
    总支部委员会 = 党总支, 支部委员会 = 党支部); 第1支部 = 第一支部 = 一支部.
    """
    return parts(text).key


def short_name(name: str, place: str = "") -> str:
    """The name for screens: without 中共 and, where the installation's `place` (安澜) leads, without it.

    「中共安澜市教育局机关第一支部委员会」 becomes 「市教育局机关第一党支部」.
    """
    taken = parts(name)
    ordinal = "" if taken.number is None else f"第{chinese_number(taken.number)}"
    whole = f"{taken.body}{ordinal}{taken.shown}"
    rest = whole.removeprefix(place) if place else whole
    return rest if rest[:1] in tuple("省市县区州盟旗") else whole


def place_of(work_committee: str) -> str:
    """The place that a 机关工委 is named for: 安澜 of 「中共安澜市委市直属机关工作委员会」; "" for none."""
    found = _PLACE.match(parts(work_committee).body)
    return found["place"] if found else ""


def unit_name(name: str) -> str:
    """The unit that the name speaks of: 安澜市教育局 of 「中共安澜市教育局机关第一支部委员会」."""
    taken = parts(name)
    if taken.ending in ("工委", "机关工委"):
        return plain(name).removeprefix(PARTY[0]).removeprefix(PARTY[1])
    return taken.own or taken.body or plain(name)


def chinese_number(number: int) -> str:
    """1–999 in Chinese numerals as branches are counted: 一, 十八, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    digits = "零一二三四五六七八九"
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def _numbered(body: str) -> tuple[str, int | None]:
    found = _ORDINAL.search(body)
    number = _read_number(found["number"]) if found else None
    return (body[: found.start()], number) if found and number else (body, None)


def _read_number(text: str) -> int | None:
    if text.isascii():
        return int(text)
    total, digit = 0, None
    for sign in text:
        if sign in "十百":
            total += (1 if digit is None else digit) * (10 if sign == "十" else 100)
            digit = None
        elif digit:
            return None
        else:
            digit = _DIGITS[sign]
    number = total + (digit or 0)
    return number if number and chinese_number(number) == text else None


# Surnames that are read otherwise as a word or sign by sign: the letters of their own reading.
SURNAMES = {
    "曾": "z",
    "单": "s",
    "仇": "q",
    "解": "x",
    "区": "o",
    "查": "z",
    "翟": "z",
    "覃": "q",
    "种": "c",
    "召": "s",
    "繁": "p",
    "折": "s",
    "秘": "b",
    "能": "n",
    "隗": "w",
    "乐": "y",
    "尉迟": "yc",
    "万俟": "mq",
    "长孙": "zs",
    "单于": "cy",
    "澹台": "tt",
}


@lru_cache(maxsize=16_384)
def initials(text: str) -> str:
    """Pinyin initials of words: 「安澜市教育局」 → alsjyj. Letters and digits stay, other signs go."""
    return _letters("".join(lazy_pinyin(plain(text), style=Style.FIRST_LETTER, errors="default")))


def person_initials(name: str) -> str:
    """Pinyin initials of a person's name, its surname read as a surname: 「单明」 → sm, 「区丽」 → ol."""
    whole = plain(name)
    for length in (2, 1):
        surname = SURNAMES.get(whole[:length])
        if surname is not None and len(whole) > length:
            return surname + "".join(map(_initial, whole[length:]))
    return "".join(map(_initial, whole))


@lru_cache(maxsize=16_384)
def _initial(sign: str) -> str:
    return _letters("".join(lazy_pinyin(sign, style=Style.FIRST_LETTER, errors="default")))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isascii() and sign.isalnum())
