"""Writing schemes: a first draft, the next version, their indicators, and adopting."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.periods import PeriodKind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import (
    FULL,
    MOST_DOCUMENT,
    MOST_NAME,
    Definition,
    Indicator,
    Limit,
    RaterKind,
    Rung,
    Template,
    Unknown,
    VersionState,
)
from heli.schemes.models import IndicatorRow, RaterGroup, Scheme, Version
from heli.schemes.queries.definitions import definition_of, in_force, indicator_row
from heli.schemes.queries.organisers import judging
from heli.schemes.rules import definition as definition_rules
from heli.schemes.rules import keeping


@action
def start(*, organiser: Organisation, name: str, template: Template, by: Doer, at: datetime) -> Version:
    """A scheme and its first draft, copied from a ready one marked 示例 (R11-02).

    NotAllowed without `scheme.keep` at the organiser; Invalid without a name, or for kinds that the organiser
    does not judge; WrongState for a name taken, or for an organisation that makes no schemes (ADR 33).
    """
    keeping.may_write(by, organiser).require()
    above = organiser.parent.kind if organiser.parent is not None else None
    keeping.can_organise(organiser.kind, above).require()
    definition_rules.judges(organiser.kind, template.kinds).require()
    words = " ".join(name.split())
    if not words or len(words) > MOST_NAME:
        raise Invalid(
            "name-missing", f"请填写方案名称，最多 {MOST_NAME} 个字。", fields={"name": "请填写方案名称。"}
        )
    if Scheme.objects.filter(organiser=organiser, name=words).exists():
        raise WrongState(
            "scheme-name-taken", f"已经有名为“{words}”的方案。请换一个名称，或在原方案中起草新版。"
        )
    scheme = Scheme.objects.create(organiser=organiser, name=words, made_at=at, made_by=by.label[:120])
    RaterGroup.objects.create(
        scheme=scheme, kind=RaterKind.SUPERIOR, name=RaterKind.SUPERIOR.label, weight=FULL
    )
    note(scheme=words, template=template.id)
    return _write(scheme, 1, definition_rules.of_template(template), template.id, by, at)


@action
def revise(*, scheme: Scheme, by: Doer, at: datetime) -> Version:
    """The next draft, a copy of the version in force, which stays in force until this one is adopted.

    NotAllowed without `scheme.keep`; WrongState where a draft is being written, or none was adopted.
    """
    held = Scheme.objects.select_for_update(no_key=True).select_related("organiser").get(pk=scheme.pk)
    keeping.may_write(by, held.organiser).require()
    latest = in_force(held)
    if latest is None or held.versions.filter(state=VersionState.DRAFT).exists():
        raise WrongState("draft-exists", "这个方案已有一版正在起草，请在那一版上修改。")
    return _write(held, latest.number + 1, definition_of(latest), latest.template, by, at)


def _write(
    scheme: Scheme, number: int, content: Definition, template: str, by: Doer, at: datetime
) -> Version:
    version = Version.objects.create(
        scheme=scheme,
        number=number,
        kinds=list(content.kinds),
        period_kind=content.period.value,
        unknown=content.unknown,
        bonus_cap=content.bonus_cap,
        tiers=[[one.name, one.floor] for one in content.tiers],
        limits=_limits(content.limits),
        template=template,
        written_at=at,
        written_by=by.label[:120],
    )
    IndicatorRow.objects.bulk_create(
        IndicatorRow(version=version, position=place, **_columns(one))
        for place, one in enumerate(content.indicators, start=1)
    )
    _sign(version, by)
    note(version=number, indicators=len(content.indicators))
    return version


def _limits(limits: Sequence[Limit]) -> list[list[object]]:
    return [[one.group, one.least, one.most] for one in limits]


def _columns(one: Indicator) -> dict[str, object]:
    told = asdict(one)
    for name in ("tasks", "kinds", "worths"):
        told[name] = list(told[name])
    told["bands"] = [list(band) for band in one.bands]
    told["holds_for"] = [[held.kind, held.attached, held.nature] for held in one.holds_for]
    return told


def _sign(version: Version, by: Doer) -> None:
    """Keep who wrote: he does not score by it."""
    if by.account_id is not None:
        version.set_by.add(Account.objects.get(pk=by.account_id))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a version says besides its indicators."""

    kinds: Sequence[str]
    period: PeriodKind
    unknown: Unknown
    bonus_cap: int
    tiers: Sequence[Rung]
    limits: Sequence[Limit] = ()


@action
def set_frame(*, version: Version, frame: Frame, by: Doer, at: datetime) -> Version:
    """Change whom a draft is for, its period, tiers, cap of 加分, limits of groups, and the unknown.

    NotAllowed without `scheme.keep`; WrongState for a version that was adopted.
    """
    held = _draft(version, by)
    held.kinds, held.unknown, held.bonus_cap = list(frame.kinds), frame.unknown, frame.bonus_cap
    held.tiers = [[one.name, one.floor] for one in frame.tiers]
    held.period_kind, held.limits = frame.period.value, _limits(frame.limits)
    held.save(update_fields=["kinds", "unknown", "bonus_cap", "tiers", "period_kind", "limits"])
    _sign(held, by)
    note(version=held.number, kinds=held.kinds)
    return held


@action
def keep_indicator(*, version: Version, indicator: Indicator, by: Doer, at: datetime) -> IndicatorRow:
    """Add an indicator to a draft (an empty `code`: it gets the next one), or change the one of that code.

    NotAllowed without `scheme.keep`; WrongState for an adopted version; Invalid without name and group.
    """
    held = _draft(version, by)
    if not indicator.name.strip() or not indicator.group.strip():
        raise Invalid("indicator-unnamed", "请填写指标组和指标名称。", fields={"name": "请填写指标名称。"})
    columns = _columns(indicator)
    if indicator.code:
        row = indicator_row(held, indicator.code)
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
    else:
        last = held.indicators.order_by("-position").first()
        columns["code"] = _next_code(held)
        row = IndicatorRow.objects.create(
            version=held, position=1 if last is None else last.position + 1, **columns
        )
    _sign(held, by)
    note(version=held.number, indicator=row.code, name=row.name, weight=row.weight)
    return row


def _next_code(version: Version) -> str:
    """A code that no version of the scheme has had: marks and facts go by it."""
    used = IndicatorRow.objects.filter(version__scheme=version.scheme_id).values_list("code", flat=True)
    numbers = [int(code[1:]) for code in used if code[1:].isdigit()]
    return f"A{max(numbers, default=0) + 1}"


@action
def drop_indicator(*, version: Version, code: str, by: Doer, at: datetime) -> None:
    """Take an indicator out of a draft; adopted versions keep theirs.

    NotAllowed without `scheme.keep`; WrongState for an adopted version, NotFound for a code that it has not.
    """
    held = _draft(version, by)
    row = indicator_row(held, code)
    note(version=held.number, indicator=code, name=row.name)
    held.indicators.filter(gives_to=code).update(gives_to="")
    row.delete()
    _sign(held, by)


@action
def adopt(*, version: Version, document: str, by: Doer, at: datetime) -> Version:
    """Adopt a draft: from now on it is in force and never changes (审定).

    NotAllowed without `scheme.adopt`; WrongState where it was adopted; Invalid where it does not hold
    together (sums, tiers, 直属单位) or names no document.
    """
    held = _locked(version)
    keeping.may_adopt(by, held.scheme.organiser).require()
    keeping.is_draft(held.state).require()
    definition_rules.can_be_adopted(definition_of(held), judging(held.scheme)).require()
    if not document.strip():
        raise Invalid(
            "document-missing", "请填写审定的文号或会议名称。", fields={"document": "请填写文号或会议名称。"}
        )
    held.state, held.adopted_at, held.adopted_by = VersionState.ADOPTED, at, by.label[:120]
    held.document = document.strip()[:MOST_DOCUMENT]
    held.save(update_fields=["state", "adopted_at", "adopted_by", "document"])
    note(version=held.number, document=held.document)
    return held


def _draft(version: Version, by: Doer) -> Version:
    held = _locked(version)
    keeping.may_write(by, held.scheme.organiser).require()
    keeping.is_draft(held.state).require()
    return held


def _locked(version: Version) -> Version:
    rows = Version.objects.select_for_update(of=("self",)).select_related("scheme__organiser")
    found: Version = rows.get(pk=version.pk)
    return found
