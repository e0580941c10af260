"""How results and problems are read from what was written or pasted, and what they say (S001-03, S001-04)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from heli.exchange.catalogue import CATEGORIES
from heli.exchange.rules.acts import number
from heli.kernel.verdict import Verdict, all_of

BOTH_SIDES = "既讲做法成绩，也点问题不足（S001-03）"
MOST_TEXT = 200
BETWEEN = ("\t", "｜", "|")


class ProblemLine(NamedTuple):
    """A problem as written: its category (an id, empty where unknown) and its sentence."""

    category: str
    text: str


def problem_lines(text: str, on: date) -> list[ProblemLine]:
    """One problem a line; 「组织建设：…」 in front names the category, else the words of the text do."""
    return [_problem(line, on) for line in text.splitlines() if line.strip()]


def _problem(line: str, on: date) -> ProblemLine:
    words = line.strip().lstrip("0123456789.、）)·-• ")
    named = {one.name: one.id for one in CATEGORIES().on(on)}
    for sign in ("：", ":"):
        head, found, rest = words.partition(sign)
        if found and head.strip() in named:
            return ProblemLine(named[head.strip()], rest.strip())
    return ProblemLine(category_of(words, on), words)


def category_of(text: str, on: date) -> str:
    """The first category of which a word stands in the text; empty where none does."""
    found = (one.id for one in CATEGORIES().on(on) if any(word in text for word in one.words))
    return next(found, "")


def can_be_shown(results: str, problems: Sequence[ProblemLine], on: date) -> Verdict:
    """Results and shortcomings are both there, and say something (S001-03)."""
    least, sentence = number("results_least", on), number("problem_least", on)
    if len("".join(results.split())) < least:
        return Verdict.no(
            f"做法成绩至少写 {least} 个字：做了什么、有什么成效。", source=BOTH_SIDES, code="results-missing"
        )
    if not problems:
        return Verdict.no(
            "请写问题不足，一行一条，至少一条；只讲成绩的材料不能报送。",
            source=BOTH_SIDES,
            code="problems-missing",
        )
    return all_of(are_sentences(problems, sentence), are_different([one.text for one in problems]))


def are_sentences(problems: Sequence[ProblemLine], least: int) -> Verdict:
    """Each problem says something, in one sentence."""
    for place, one in enumerate(problems, start=1):
        if len(one.text) < least:
            return Verdict.no(
                f"第 {place} 条问题“{one.text}”太短，请用一句话说清（至少 {least} 个字）。",
                source=BOTH_SIDES,
                code="problem-short",
            )
        if len(one.text) > MOST_TEXT:
            return Verdict.no(f"第 {place} 条问题超过 {MOST_TEXT} 个字，请分成几条。", code="problem-long")
    return Verdict.yes()


def are_different(texts: Sequence[str]) -> Verdict:
    twice = next((one for place, one in enumerate(texts) if one in texts[:place]), "")
    if not twice:
        return Verdict.yes()
    return Verdict.no(f"问题“{twice}”写了两遍，请去掉一条。", code="problem-twice")


class Pasted(NamedTuple):
    """A pasted line: which participant (exhibit primary key), the problem, and what is wrong with it."""

    place: int
    written: str
    exhibit: int | None
    name: str
    problem: ProblemLine
    fault: str = ""


def pasted(
    text: str, names: Mapping[str, tuple[int, str]], known: Collection[tuple[int, str]], on: date
) -> list[Pasted]:
    """Lines of 组织, (类别,) 问题 parted by tabs or ｜.

    `names` leads to participants; `known` problems are there already.
    """
    found: list[Pasted] = []
    seen = set(known)
    for place, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        one = _pasted(place, line, names, seen, on)
        if one.exhibit is not None and not one.fault:
            seen.add((one.exhibit, one.problem.text))
        found.append(one)
    return found


def _pasted(
    place: int,
    line: str,
    names: Mapping[str, tuple[int, str]],
    seen: Collection[tuple[int, str]],
    on: date,
) -> Pasted:
    sign = next((one for one in BETWEEN if one in line), "")
    cells = [cell.strip() for cell in line.split(sign)] if sign else [line.strip()]
    exhibit, name = names.get(cells[0], (None, cells[0]))
    problem, fault = _of_cells(cells, on)
    if not fault and exhibit is None:
        fault = f"“{cells[0]}”不是参加单位，请写参加单位的全称或简称"
    if not fault:
        least = number("problem_least", on)
        fault = "" if (verdict := are_sentences([problem], least)) else verdict.reason.partition("，")[2]
    if not fault and (exhibit, problem.text) in seen:
        fault = "这个单位已有同样的问题"
    return Pasted(place, line.strip(), exhibit, name, problem, fault)


def _of_cells(cells: Sequence[str], on: date) -> tuple[ProblemLine, str]:
    if len(cells) < 2:
        return ProblemLine("", ""), "这一行没有分开，请按“组织｜类别｜问题”填写，类别可以不填"
    if len(cells) == 2:
        return _problem(cells[1], on), ""
    named = {one.name: one.id for one in CATEGORIES().on(on)}
    if cells[1] and cells[1] not in named:
        return ProblemLine("", cells[2]), f"没有“{cells[1]}”这一类，可用：{'、'.join(named)}"
    return ProblemLine(named.get(cells[1]) or category_of(cells[2], on), cells[2]), ""
