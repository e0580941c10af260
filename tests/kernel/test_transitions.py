"""Only the moves in the table are possible, and a table that cannot be right is not accepted."""

from enum import StrEnum
from itertools import pairwise

import pytest
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.errors import WrongState
from heli.kernel.transitions import TransitionTable


class Report(TextChoices):
    DRAFT = "draft", "草稿"
    SENT = "sent", "已报送"
    DONE = "done", "已办结"


class Move(TextChoices):
    SEND = "send", "报送"
    RETURN = "return", "退回"
    CLOSE = "close", "办结"


TABLE = TransitionTable(
    Report,
    transitions={
        Report.DRAFT: {Move.SEND: Report.SENT},
        Report.SENT: {Move.RETURN: Report.DRAFT, Move.CLOSE: Report.DONE},
    },
    turn={Report.DRAFT: "党支部", Report.SENT: "机关党委"},
)


def test_a_move_leads_to_its_state() -> None:
    assert TABLE.next(Report.DRAFT, Move.SEND) is Report.SENT
    assert TABLE.next(Report.SENT, "close") is Report.DONE


def test_a_move_that_is_not_tabled_is_refused_with_what_may_be_done() -> None:
    with pytest.raises(WrongState) as refused:
        TABLE.next(Report.SENT, Move.SEND)
    assert str(refused.value) == "现在是“已报送”，不能“报送”；此时可以：退回、办结。"


def test_an_action_given_as_a_word_is_named_by_its_label() -> None:
    assert TABLE.may(Report.DRAFT, "close").reason.startswith("现在是“草稿”，不能“办结”")


def test_nothing_leads_out_of_an_end() -> None:
    assert TABLE.ends == (Report.DONE,)
    verdict = TABLE.may(Report.DONE, Move.SEND)
    assert not verdict
    assert "已经办结" in verdict.reason


def test_a_stored_text_is_as_good_as_the_state() -> None:
    assert TABLE.next(Report("draft"), "send") == "sent"


def test_it_draws_every_state_and_move() -> None:
    drawing = TABLE.mermaid()
    assert drawing.splitlines() == [
        "stateDiagram-v2",
        '    state "草稿" as draft',
        '    state "已报送" as sent',
        '    state "已办结" as done',
        "    [*] --> draft",
        "    draft --> sent : 报送",
        "    note right of draft : 党支部",
        "    sent --> draft : 退回",
        "    sent --> done : 办结",
        "    note right of sent : 机关党委",
        "    done --> [*]",
    ]


def test_a_state_that_is_never_reached_is_a_fault() -> None:
    with pytest.raises(ValueError, match="done is never reached"):
        TransitionTable(
            Report,
            transitions={Report.DRAFT: {"send": Report.SENT}},
            turn={Report.DRAFT: "党支部"},
        )


def test_a_state_that_waits_for_nobody_is_a_fault() -> None:
    with pytest.raises(ValueError, match="nobody's turn in sent"):
        TransitionTable(Report, transitions=TABLE.transitions, turn={Report.DRAFT: "党支部"})


def test_an_end_has_no_turn() -> None:
    turn = {**TABLE.turn, Report.DONE: "党支部"}
    with pytest.raises(ValueError, match="done is an end and has a turn"):
        TransitionTable(Report, transitions=TABLE.transitions, turn=turn)


def test_a_state_of_another_case_is_a_fault() -> None:
    class Other(TextChoices):
        LOST = "lost", "丢失"

    moves: dict[TextChoices, dict[str, TextChoices]] = {
        Report.DRAFT: {"send": Report.SENT},
        Report.SENT: {"close": Report.DONE},
        Report.DONE: {"lose": Other.LOST},
    }
    turn: dict[TextChoices, str] = dict.fromkeys(Report, "党支部")
    with pytest.raises(ValueError, match="is no state"):
        TransitionTable[TextChoices](Report, transitions=moves, turn=turn)


class Stage(StrEnum):
    A = "a"
    B = "b"
    C = "c"
    D = "d"


ACTIONS = ("go", "back", "skip")
MOVES = st.dictionaries(
    st.sampled_from(Stage), st.dictionaries(st.sampled_from(ACTIONS), st.sampled_from(Stage))
)


def _accepted(moves: dict[Stage, dict[str, Stage]]) -> TransitionTable[Stage] | None:
    turn = {state: "某人" for state, out in moves.items() if out}
    try:
        return TransitionTable(Stage, transitions=moves, turn=turn)
    except ValueError:
        return None


@given(MOVES)
def test_a_table_is_accepted_when_every_state_is_reached(moves: dict[Stage, dict[str, Stage]]) -> None:
    reached = {Stage.A}
    for _ in Stage:
        reached |= {to for state in reached for to in moves.get(state, {}).values()}
    assert (_accepted(moves) is not None) == (reached == set(Stage))


@given(MOVES, st.lists(st.sampled_from(ACTIONS), max_size=12))
def test_a_walk_makes_only_tabled_moves(moves: dict[Stage, dict[str, Stage]], walk: list[str]) -> None:
    for state, onward in pairwise(Stage):  # so that every state is reached
        moves[state] = {**moves.get(state, {}), "go": onward}
    table = _accepted(moves)
    assert table is not None
    state = table.start
    for action in walk:
        if action in moves.get(state, {}):
            assert table.may(state, action)
            state = table.next(state, action)
        else:
            with pytest.raises(WrongState):
                table.next(state, action)
    assert state in Stage
