"""The page 记录会议 by kind of record, and receipts of notices: what is asked, what Heli fills in."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.circulation.catalogue import Asked
from heli.circulation.rules import burden
from heli.duties.catalogue import FORM_FIELDS
from heli.duties.rules.burden import cost
from heli.duties.rules.kinds import kind_name


class Form(NamedTuple):
    """One form: for what it is filled in, its fields, which Heli fills in, minutes a time."""

    name: str
    of: Sequence[str]
    fields: Sequence[str]
    filled: Sequence[str]
    minutes: int


_RECEIPT = ("日期", "传达人数")


def forms_on(day: date) -> list[Form]:
    """All forms that the account knows, records first."""
    records = [
        Form(
            one.name,
            [kind_name(kind, day) for kind in one.kinds],
            [field.label for field in one.asked],
            [field.label for field in one.filled],
            cost(1, 1, len(one.asked), len(one.filled), day).minutes,
        )
        for one in FORM_FIELDS().on(day)
    ]
    receipts = [
        Form(
            "通知的回执",
            [one.label],
            _RECEIPT[: one.fields],
            _RECEIPT[one.fields - one.filled : one.fields],
            burden(one, 1, day).minutes,
        )
        for one in Asked
    ]
    return [*records, *receipts]
