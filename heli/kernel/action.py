"""The one way to write: `@action` makes a function a whole, and leaves one audit entry for it.

An action is a sentence in keyword arguments, `duty_actions.record(duty=, by=, at=)`, which keeps the order
rule → change → audit. Actions that it calls are its steps: they roll back alone when they fail, and only
the outermost writes the entry. An exception leaves nothing behind, in the tables or in the audit.
"""

import functools
import inspect
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import models, transaction

from heli.kernel.models import AuditEntry

P = ParamSpec("P")
R = TypeVar("R")

NOTES_KEPT = 20
"""How many notes of the same step an entry keeps; `steps` still counts them all."""


class Doer(Protocol):
    """Who does something: an Actor (accounts), or SYSTEM."""

    @property
    def account_id(self) -> int | None:
        """The login account, None for what no account does."""

    @property
    def label(self) -> str:
        """How the audit names the doer, as known on that day."""


@dataclass(frozen=True)
class _System:
    account_id: int | None = None
    label: str = "系统"


SYSTEM: Doer = _System()
"""Heli itself: its jobs, its schedules, and commands given at the machine."""

UNNAMED: Doer = _System(label="不记名")
"""Whoever takes part in a secret vote (`leave_unnamed`)."""

ACTIONS: dict[str, Callable[..., Any]] = {}
"""Every action of Heli by its name in the audit, "<package>.<function>"."""


@dataclass
class _Running:
    """One action in progress: what it noted, and what its finished steps did and noted."""

    name: str
    facts: dict[str, object] = field(default_factory=dict)
    steps: Counter[str] = field(default_factory=Counter)
    step_facts: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    inside: bool = False
    unnamed_at: datetime | None = None

    def absorb(self, step: "_Running") -> None:
        """Take over a step that has finished; one that failed is forgotten with its writes."""
        self.steps[step.name] += 1
        self.steps.update(step.steps)
        told = {step.name: [step.facts]} if step.facts else {}
        for name, notes in [*told.items(), *step.step_facts.items()]:
            kept = self.step_facts.setdefault(name, [])
            kept.extend(notes[: NOTES_KEPT - len(kept)])

    def detail(self) -> str:
        return _json({**self.facts, **self.step_facts})


_running: ContextVar[_Running | None] = ContextVar("running_action", default=None)
_keeping_books: ContextVar[bool] = ContextVar("keeping_books", default=False)


def in_action() -> bool:
    """Whether the caller runs inside an action, or inside the kernel's own bookkeeping."""
    return _running.get() is not None or _keeping_books.get()


def note(**facts: object) -> None:
    """Put facts into the audit entry of the action in progress; later ones replace those of the same name.

    Those of a step stand under the step's name. Values must be plain JSON, and never secret: no ID number,
    phone or key. RuntimeError outside an action, TypeError for a value that JSON does not know.
    """
    running = _running.get()
    if running is None:
        raise RuntimeError("note() was called outside an action")
    for name, value in facts.items():
        if not _is_plain(value):
            raise TypeError(f"note({name}=…): {type(value).__name__} is not plain JSON")
    running.facts.update(facts)


def leave_unnamed(*, dated: datetime) -> None:
    """Let the audit entry of the action in progress say neither who did it nor when (R01-21, R04-15).

    For a secret vote alone: the entry stands for 不记名 at `dated`, a moment that is the same for all. The
    action still knows its doer, for its rules. RuntimeError outside an action, and inside another one, whose
    entry would name him.
    """
    running = _running.get()
    if running is None or running.inside:
        raise RuntimeError("leave_unnamed() belongs into an action that is nobody's step")
    running.unnamed_at = dated


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: atomic, audited, and known in ACTIONS where it belongs to Heli.

    TypeError when a parameter can be given by position, when `by: Doer` or `at: datetime` (aware) is
    missing, when it is a coroutine or generator, or when another action has the same name.
    """
    _check_signature(function)
    name = _name_of(function)

    @functools.wraps(function)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        at = kwargs.get("at")
        if not isinstance(at, datetime) or at.tzinfo is None:
            raise TypeError(f"{name}: `at` must be an aware datetime, not {at!r}")
        outer = _running.get()
        running = _Running(name, inside=outer is not None)
        given = _first_subject(kwargs) if outer is None else None
        with transaction.atomic():
            token = _running.set(running)
            try:
                result = function(*args, **kwargs)
                if outer is None:
                    when, who = running.unnamed_at or at, UNNAMED if running.unnamed_at else kwargs["by"]
                    _write_entry(running, when, who, _subject(result) or given or ("", ""))
            finally:
                _running.reset(token)
        if outer is not None:
            outer.absorb(running)
        return result

    _enter(name, function, act)
    return act


def bookkeeping(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of the kernel atomic and let it write without an audit entry.

    For what the audit does not tell: that a schedule was claimed. Nobody but the kernel may use it.
    """
    if not function.__module__.startswith("heli.kernel."):
        raise TypeError(f"{function.__module__}.{function.__qualname__}: bookkeeping is for the kernel alone")

    @functools.wraps(function)
    def keep(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _keeping_books.set(True)
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        finally:
            _keeping_books.reset(token)

    return keep


def _check_signature(function: Callable[..., Any]) -> None:
    where = f"{function.__module__}.{function.__qualname__}"
    parameters = inspect.signature(function).parameters
    loose = [name for name, one in parameters.items() if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    if loose:
        raise TypeError(f"{where}: an action takes keyword-only arguments; not so: {', '.join(loose)}")
    missing = {"by", "at"} - parameters.keys()
    if missing:
        raise TypeError(f"{where}: an action takes {' and '.join(sorted(missing))}")
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise TypeError(f"{where}: an action runs to its end when it is called")


def _name_of(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    package = parts[1] if parts[0] == "heli" and len(parts) > 1 else parts[-1]
    return f"{package}.{function.__name__}"


def _enter(name: str, function: Callable[..., Any], act: Callable[..., Any]) -> None:
    if not function.__module__.startswith("heli."):
        return
    known = ACTIONS.get(name)
    if known is not None and known.__module__ != function.__module__:
        raise TypeError(f"{function.__module__} and {known.__module__} both have an action named {name}")
    ACTIONS[name] = act


def _write_entry(running: _Running, at: datetime, by: Any, subject: tuple[str, str]) -> None:
    doer: Doer = by
    AuditEntry.objects.create(
        at=at,
        action=running.name,
        account_id=doer.account_id,
        actor=doer.label[:200],
        subject=subject[0],
        subject_label=subject[1],
        detail=running.detail(),
        steps=_json(running.steps),
    )


def _first_subject(arguments: Mapping[str, object]) -> tuple[str, str] | None:
    """The first model among the arguments, read before the action so that a deletion keeps its name."""
    things = (thing for name, thing in arguments.items() if name != "by")
    return next(filter(None, map(_subject, things)), None)


def _subject(thing: object) -> tuple[str, str] | None:
    if not isinstance(thing, models.Model) or thing.pk is None:
        return None
    return f"{thing._meta.label}:{thing.pk}", str(thing)[:200]


def _is_plain(value: object) -> bool:
    match value:
        case None | bool() | int() | float() | str():
            return True
        case list() | tuple():
            return all(map(_is_plain, value))
        case dict():
            return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    return False


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
