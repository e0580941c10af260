"""What no roster tells of units and organisations: function, inner kind, last day, units covered."""

from collections.abc import Sequence
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import Dictionary
from heli.orgs.models import DictionaryEntry, Organisation, Unit
from heli.orgs.rules.special import may_cover, may_end


def may_describe_unit(by: Doer, unit: Unit) -> Verdict:
    """Whoever may change the highest organisation in the unit may say what the unit does."""
    highest = unit.organisations.order_by("path").exclude(parent=None).first()
    highest = highest or unit.organisations.order_by("path").first()
    if highest is None:
        return Verdict.no("这个单位还没有党组织。", error=NotAllowed, code="unit-empty")
    return may(by, Permission.ORGANISATION_CHANGE, highest)


@action
def set_function(*, unit: Unit, function: DictionaryEntry | None, by: Doer, at: datetime) -> Unit:
    """What a unit does (S000-26), or None; Invalid for an entry of another dictionary."""
    may_describe_unit(by, unit).require()
    _require_entry(function, Dictionary.FUNCTION)
    note(before=unit.function.name if unit.function else None, after=function.name if function else None)
    unit.function = function
    unit.save(update_fields=["function"])
    return unit


@action
def describe(
    *,
    organisation: Organisation,
    inner: DictionaryEntry | None,
    ends_on: date | None = None,
    covered: Sequence[Unit] = (),
    by: Doer,
    at: datetime,
) -> Organisation:
    """内设类别 (S000-43), the last day of a temporary or project one (R01-04, R01-05), what a joint covers.

    Invalid for an entry of another dictionary, a last day or units of an organisation that has none, a last
    day before the founding, and where a joint branch covers its own unit besides.
    """
    may(by, Permission.ORGANISATION_CHANGE, organisation).require()
    _require_entry(inner, Dictionary.INNER)
    may_end(organisation.kind, organisation.founded_on, ends_on).require()
    may_cover(organisation.kind, organisation.unit_id, [unit.pk for unit in covered]).require()
    note(
        inner=inner.name if inner else None,
        ends_on=str(ends_on) if ends_on else None,
        covered=[unit.name for unit in covered],
    )
    organisation.inner, organisation.ends_on = inner, ends_on
    organisation.save(update_fields=["inner", "ends_on"])
    organisation.covered.set(covered)
    return organisation


def _require_entry(entry: DictionaryEntry | None, dictionary: Dictionary) -> None:
    if entry is not None and entry.dictionary != dictionary:
        raise Invalid("entry-elsewhere", f"“{entry.name}”不是“{dictionary.label}”的字典项，请另选。")
