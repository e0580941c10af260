"""Reading 具体举措 and 佐证材料: which kinds of record answer a requirement."""

from datetime import date
from typing import NamedTuple

from heli.duties.catalogue import FULFILMENT_WORDS, FulfilmentWords
from heli.duties.rules.words import tidy


class Answering(NamedTuple):
    """Kinds of record that answer; whether the secretary must chair, whether a committee is needed."""

    kinds: tuple[str, ...]
    chair_is_secretary: bool = False
    committee_only: bool = False


def kinds_for(measure: str, evidence: str, on: date) -> Answering | None:
    """What answers a requirement so worded, by the first entry of the dated table that fits, or None.

    Committee meetings are owed only where there is a committee (R01-28, R01-29).
    """
    does, shows = tidy(measure), tidy(evidence)
    for words in FULFILMENT_WORDS().on(on):
        if _fits(words, does, shows):
            return Answering(words.kinds, words.chair_is_secretary, words.committee_only)
    return None


def _fits(words: FulfilmentWords, measure: str, evidence: str) -> bool:
    shown = any(word in evidence for word in words.evidence)
    if not words.measure:
        return shown
    said = all(any(word in measure for word in group) for group in words.measure)
    return said and (shown or not evidence)
