"""What a member may ask to have put right, how it is answered, and what reading a sensitive field asks."""

import re
from datetime import date
from typing import Any

from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Verdict
from heli.members.catalogue import SEXES, DataField

R14 = "《中华人民共和国个人信息保护法》第四十四条至第四十六条"
_NUMBERS = re.compile(r"\d{7,}")
_DATES = frozenset({DataField.BORN_ON, DataField.JOINED_ON, DataField.FULL_ON})
WRITTEN_AT_ONCE = frozenset(
    {DataField.NAME, DataField.SEX, DataField.EDUCATION, DataField.PHONE, DataField.WAGE_BASE, *_DATES}
)
"""What an accepted request changes in the same step; the rest goes by a change of its own kind."""
NO_MEMBER = (
    "您的账号没有对应名册中的党员，这里没有保存您的个人数据。"
    "您是党员的，请所在党支部核对名册后与机关工委联系，把账号和名册对上。"
)


def is_own(member_id: int | None, member: int) -> Verdict:
    """Only one's own data is asked about."""
    if member_id == member:
        return Verdict.yes()
    return Verdict.no("只能对本人的数据提出更正。", error=NotAllowed, code="not-own-data")


def says_something(text: str) -> Verdict:
    """A request in words; numbers of telephones and cards are told in person, not written here."""
    if not text.strip():
        return Verdict.no("请写明要更正什么。", code="empty")
    if _NUMBERS.search(text):
        return Verdict.no(
            "请不要在这里写电话、证件等号码：写明哪一项不对即可，号码由党支部当面核对后登记。",
            code="numbers-in-text",
        )
    return Verdict.yes()


def may_answer(*, answered: bool, own: bool) -> Verdict:
    """Once, and not by the one who asked."""
    if answered:
        return Verdict.no("这件更正申请已经答复。", error=WrongState, code="answered")
    if own:
        return Verdict.no(
            "本人提出的更正由党支部其他委员或上级党组织答复。", error=NotAllowed, code="own-request"
        )
    return Verdict.yes()


def has_answer(answer: str) -> Verdict:
    return Verdict.yes() if answer.strip() else Verdict.no("请填写答复。", source=R14, code="answer-needed")


def corrected(about: DataField, value: str) -> tuple[Verdict, Any]:
    """A new value as the member's table holds it (phone and wage base still plain), or why it is none."""
    text = value.strip()
    if not text:
        return Verdict.no("请填写更正后的内容。", code="value-needed"), None
    if about in _DATES:
        try:
            return Verdict.yes(), date.fromisoformat(text)
        except ValueError:
            return Verdict.no("日期写成 2026-06-30 的样子。", code="value-no-date"), None
    if about is DataField.SEX and text not in SEXES:
        return Verdict.no("性别写“男”或“女”。", code="value-no-sex"), None
    if len(text) > _LONGEST.get(about, 40):
        return Verdict.no(f"最多 {_LONGEST.get(about, 40)} 个字。", code="value-too-long"), None
    return Verdict.yes(), text


_LONGEST = {DataField.NAME: 60}


def agree(joined_on: date | None, full_on: date | None) -> Verdict:
    """转正 is not before joining."""
    if joined_on and full_on and full_on < joined_on:
        return Verdict.no(f"转正时间 {full_on} 早于入党时间 {joined_on}，请核对。", code="full-before-join")
    return Verdict.yes()


def has_purpose(reason: str) -> Verdict:
    """A phone or a wage base is read for something, and that is written down."""
    if reason.strip():
        return Verdict.yes()
    return Verdict.no(
        "请写明查看的用途；查看会留下记录，本人可以看到。",
        source="《中华人民共和国个人信息保护法》第六条",
        code="purpose-needed",
    )
