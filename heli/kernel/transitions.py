"""A state machine as two tables: what each action leads to, and whose turn it is in each state.

CASE = TransitionTable(
    CaseState,
    transitions={CaseState.DRAFT: {"submit": CaseState.OPEN}, CaseState.OPEN: {"close": CaseState.DONE}},
    turn={CaseState.DRAFT: "branch", CaseState.OPEN: "committee"},
)
case.state = CASE.next(case.state, "submit")
"""

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict

S = TypeVar("S", bound=Enum)


class TransitionTable(Generic[S]):
    """The moves of one kind of case. The first of `states` is where each begins.

    A state without moves is an end and nobody's turn. Messages name states and actions by their `label`
    where they have one (TextChoices), else by their value. ValueError on construction when a move comes
    from or leads to no state, when a state is never reached, or when a turn is missing or at an end.
    """

    def __init__(
        self, states: type[S], transitions: Mapping[S, Mapping[str, S]], turn: Mapping[S, str]
    ) -> None:
        self.states: tuple[S, ...] = tuple(states)
        self.transitions: dict[S, dict[str, S]] = {
            state: dict(transitions.get(state, {})) for state in self.states
        }
        self.turn: dict[S, str] = dict(turn)
        self.start: S = self.states[0]
        faults = [*self._unknown(transitions), *self._unreached(), *self._wrong_turns()]
        if faults:
            raise ValueError(f"{states.__name__}: " + "; ".join(faults))

    @property
    def ends(self) -> tuple[S, ...]:
        """The states that nothing leads out of."""
        return tuple(state for state in self.states if not self.transitions[state])

    def may(self, state: S, action: str) -> Verdict:
        """Whether `action` is a move from `state`; a refusal says what could be done instead."""
        moves = self.transitions[state]
        if action in moves:
            return Verdict.yes()
        way_out = f"此时可以：{'、'.join(map(_label, moves))}" if moves else "此事已经办结"
        return Verdict.no(
            f"现在是“{_label(state)}”，不能“{self._action_label(action)}”；{way_out}。",
            error=WrongState,
            code="wrong-state",
        )

    def next(self, state: S, action: str) -> S:
        """The state that `action` leads to from `state`; WrongState (`wrong-state`) where it is no move."""
        self.may(state, action).require()
        return self.transitions[state][action]

    def mermaid(self) -> str:
        """The machine as a Mermaid state diagram, for the generated reference."""
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{_label(state)}" as {state.value}' for state in self.states]
        lines += [f"    [*] --> {self.start.value}"]
        for state, moves in self.transitions.items():
            lines += [f"    {state.value} --> {to.value} : {_label(action)}" for action, to in moves.items()]
            lines += [f"    {state.value} --> [*]"] if not moves else []
            lines += [f"    note right of {state.value} : {_label(self.turn[state])}"] if moves else []
        return "\n".join(lines) + "\n"

    def _action_label(self, action: str) -> str:
        """An action handed in as a bare word is named as the table names it."""
        known = (one for moves in self.transitions.values() for one in moves if one == action)
        return _label(next(known, action))

    def _unknown(self, transitions: Mapping[S, Mapping[str, S]]) -> list[str]:
        targets = [to for moves in transitions.values() for to in moves.values()]
        strangers = [one for one in [*transitions, *targets, *self.turn] if one not in self.states]
        return [f"{stranger!r} is no state" for stranger in strangers]

    def _unreached(self) -> list[str]:
        reached, ahead = {self.start}, [self.start]
        while ahead:
            fresh = {
                to for to in self.transitions[ahead.pop()].values() if to in self.states and to not in reached
            }
            reached |= fresh
            ahead += fresh
        return [f"{state.value} is never reached" for state in self.states if state not in reached]

    def _wrong_turns(self) -> list[str]:
        missing = [state for state in self.states if self.transitions[state] and state not in self.turn]
        idle = [state for state in self.ends if state in self.turn]
        return [f"it is nobody's turn in {state.value}" for state in missing] + [
            f"{state.value} is an end and has a turn" for state in idle
        ]


def _label(thing: object) -> str:
    label = getattr(thing, "label", None)
    value = thing.value if isinstance(thing, Enum) else thing
    return str(value if label is None else label)
