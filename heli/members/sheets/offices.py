"""党内职务 as offices write it: 「支部书记、组织委员」, 「书记兼纪检委员」, 「第一党支部副书记」."""

import re
from dataclasses import dataclass
from functools import lru_cache

from heli.accounts.catalogue import Office
from heli.members.catalogue import NO_OFFICE, OFFICE_WORDS
from heli.orgs.rules.names import plain

_BETWEEN = re.compile(r"[、,，;；/|\n]|兼任?|和|及")
_BRANCH_BEFORE = re.compile(r"^.*支部(?:委员会)?(?=.)")
_OTHER_BODIES = ("党组", "党委", "工委", "总支", "纪委", "纪检组", "机关党委")


@dataclass(frozen=True, slots=True)
class OfficesRead:
    """The offices in a branch that a cell names; words for offices elsewhere, and words for none at all."""

    offices: tuple[Office, ...] = ()
    elsewhere: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read(text: str) -> OfficesRead:
    """What a cell of 党内职务 says; 「无」 and 「党员」 say nothing."""
    offices: dict[Office, None] = {}
    elsewhere: list[str] = []
    unknown: list[str] = []
    for word in filter(None, (plain(part).strip("()") for part in _BETWEEN.split(text))):
        if word in NO_OFFICE:
            continue
        if any(body in word for body in _OTHER_BODIES):
            elsewhere.append(word)
            continue
        office = OFFICE_WORDS.get(word) or OFFICE_WORDS.get(_BRANCH_BEFORE.sub("", word))
        if office is None:
            unknown.append(word)
        else:
            offices[office] = None
    return OfficesRead(tuple(offices), tuple(elsewhere), tuple(unknown))
