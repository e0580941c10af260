"""What a line of a sheet asks for, with the organisations as they stand when its turn comes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heli.orgs.catalogue import EventKind, Kind, LeadershipSystem, Leading, Nature
from heli.orgs.models import Organisation, Unit
from heli.orgs.rules.change import NOBODY, Change, Founding
from heli.orgs.rules.grounds import ground_of
from heli.reorganisation.queries.lines import Going, Line
from heli.reorganisation.queries.moving import with_numbers
from heli.reorganisation.queries.naming import Names
from heli.sheets.faults import Fault

_NOBODY = frozenset({"无", "没有", "-", "—", "/"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A change, and for 拆分 which member goes to which of its foundings."""

    change: Change
    assigned: dict[int, int] = field(default_factory=dict)


def meaning_of(
    line: Line, goings: Iterable[Going], names: Names, default_reason: str
) -> tuple[Asked | None, list[Fault]]:
    """What the line asks for; None with the faults where it cannot be told."""
    reading = _Reading(line, names, default_reason)
    asked = reading.asked(list(goings))
    return (None if reading.faults else asked), reading.faults


class _Reading:
    def __init__(self, line: Line, names: Names, default_reason: str) -> None:
        self.line, self.names, self.reason = line, names, line.reason or default_reason
        self.faults: list[Fault] = []

    def asked(self, goings: Sequence[Going]) -> Asked | None:
        line, kind = self.line, self.line.kind
        if kind is EventKind.FOUNDED:
            return self._founding()
        subjects = self._subjects()
        if not subjects:
            return None
        match kind:
            case EventKind.RENAMED:
                return Asked(self._change(subjects=subjects, new_name=self._new_name()))
            case EventKind.RAISED:
                name = line.new_names[0] if line.new_names else None
                return Asked(self._change(subjects=subjects, new_kind=line.new_kind, new_name=name))
            case EventKind.MOVED:
                return Asked(
                    self._change(
                        subjects=subjects,
                        new_parent=self._superior(line.parent, "parent"),
                        new_leader=self._superior(line.leader, "leader"),
                        new_leading=line.leading,
                        new_unit=line.unit or None,
                    )
                )
            case EventKind.MERGED:
                return self._merging(subjects)
            case EventKind.SPLIT:
                return self._splitting(subjects[0], goings)
        return Asked(
            self._change(
                subjects=subjects,
                successor=self._found(line.successor, "successor"),
                new_parent=self._superior(line.parent, "parent"),
                new_leader=self._superior(line.leader, "leader"),
            )
        )

    def _change(self, **asked: object) -> Change:
        return Change(
            kind=self.line.kind,
            happened_on=self.line.happened_on,
            document_number=self.line.document_number,
            reason=self.reason,
            **asked,  # type: ignore[arg-type]
        )

    def _refuse(self, code: str, message: str, key: str = "") -> None:
        ground = ground_of(code)
        self.faults.append(self.line.fault(code, f"{message}（{ground}）" if ground else message, key))

    def _found(self, text: str, key: str) -> int | None:
        if not text:
            return None
        meant = self.names.find(text)
        if meant.pk is None:
            self._refuse("organisation-unknown", meant.reason, key)
        return meant.pk

    def _superior(self, text: str, key: str) -> int | None:
        return NOBODY if text in _NOBODY else self._found(text, key)

    def _subjects(self) -> tuple[int, ...]:
        texts = self.line.organisations
        if not texts:
            self._refuse("organisation-missing", "请填写要变动的党组织（全称或代码）。", "organisation")
        found = [self._found(text, "organisation") for text in texts]
        return () if None in found else tuple(pk for pk in found if pk is not None)

    def _new_name(self) -> str | None:
        if not self.line.new_names:
            self._refuse("no-new-name", "请填写新的名称。", "new_name")
            return None
        return self.line.new_names[0]

    def _founding(self) -> Asked | None:
        line = self.line
        name = next(iter((*line.new_names, *line.organisations)), "")
        if not name:
            self._refuse("no-name", "请填写新设党组织的全称。", "new_name")
        if line.new_kind is None:
            self._refuse("no-new-kind", "请填写新设党组织的类别，如党支部、机关党委。", "new_kind")
            return None
        parent, leader = self._superior(line.parent, "parent"), self._superior(line.leader, "leader")
        unit = Unit.objects.filter(name=line.unit).first()
        founding = Founding(
            name=name,
            kind=line.new_kind,
            unit=line.unit,
            parent=parent or None,
            leader=leader or None,
            leading=line.leading or Leading.LEADS,
            nature=Nature(unit.nature) if unit is not None else Nature.UNSTATED,
            ends_on=line.ends_on,
            covered=line.covered,
            outside=line.outside,
        )
        return Asked(self._change(founding=(founding,)))

    def _like(self, one: Organisation, name: str) -> Founding:
        """A new organisation in the place of an old one, but for what the line says."""
        line = self.line
        parent, leader = self._superior(line.parent, "parent"), self._superior(line.leader, "leader")
        return founded_like(
            one,
            name,
            kind=line.new_kind,
            unit=line.unit,
            parent=one.parent_id if parent is None else parent or None,
            leader=one.leader_id if leader is None else leader or None,
            leading=line.leading,
        )

    def _merging(self, subjects: tuple[int, ...]) -> Asked | None:
        line = self.line
        if line.successor or not line.new_names:
            heir = self._found(line.successor, "successor")
            if heir is None and not self.faults:
                self._refuse(
                    "no-successor", "请填写承接组织，或在新名称中填写合并后新设的党组织。", "successor"
                )
            return Asked(self._change(subjects=tuple(pk for pk in subjects if pk != heir), successor=heir))
        first = Organisation.objects.select_related("unit").get(pk=subjects[0])
        return Asked(self._change(subjects=subjects, founding=(self._like(first, line.new_names[0]),)))

    def _splitting(self, subject: int, goings: Sequence[Going]) -> Asked | None:
        line = self.line
        if not line.new_names:
            self._refuse(
                "nothing-founded", "请在新名称中填写拆分后新设的党组织，多个用顿号隔开。", "new_name"
            )
            return None
        stays = self._found(line.successor, "successor") == subject or len(line.new_names) == 1
        one = Organisation.objects.select_related("unit").get(pk=subject)
        founding = tuple(self._like(one, name) for name in line.new_names)
        assigned = self._assigned(subject, goings)
        return Asked(
            self._change(subjects=(subject,), successor=subject if stays else None, founding=founding),
            assigned,
        )

    def _assigned(self, subject: int, goings: Sequence[Going]) -> dict[int, int]:
        """Which member goes where, by the rows of 《人员去向》 that name this organisation."""
        mine = [one for one in goings if self.names.find(one.origin).pk == subject]
        if not mine:
            return {}
        places = {name: place for place, name in enumerate(self.line.new_names)}
        there = with_numbers((subject,), self.line.happened_on)
        twice = Counter(name for _, name, _ in there)
        assigned: dict[int, int] = {}
        for going in mine:
            fitting = [pk for pk, name, last4 in there if name == going.name and going.last4 in ("", last4)]
            if going.destination not in places and self.names.find(going.destination).pk != subject:
                told = "、".join(places)
                self.faults.append(
                    going.fault(
                        "destination-unknown", f"去向“{going.destination}”不是拆分后的党组织：{told}。"
                    )
                )
            elif len(fitting) != 1:
                way = "请补上证件号后四位。" if twice[going.name] > 1 else "请核对姓名和原党组织。"
                self.faults.append(
                    going.fault("member-unknown", f"“{going.name}”在原党组织中找不到唯一的一人。{way}")
                )
            elif going.destination in places:
                assigned[fitting[0]] = places[going.destination]
        return assigned


def founded_like(
    one: Organisation,
    name: str,
    *,
    kind: Kind | None,
    unit: str,
    parent: int | None,
    leader: int | None,
    leading: Leading | None,
) -> Founding:
    """A new organisation of the nature and system of an old one; of its kind, with its end and its units."""
    unit = unit or one.unit.name
    same_kind = kind is None or kind == one.kind
    return Founding(
        name=name,
        kind=kind or Kind(one.kind),
        unit=unit,
        parent=parent,
        leader=leader,
        leading=leading or Leading(one.leading),
        nature=Nature(one.nature),
        system=LeadershipSystem(one.system),
        ends_on=one.ends_on if same_kind else None,
        covered=tuple(one.covered.exclude(name=unit).order_by("name").values_list("name", flat=True))
        if same_kind
        else (),
        outside=one.outside,
    )
