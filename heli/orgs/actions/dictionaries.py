"""The dictionaries that an office keeps: entries are added, renamed, ordered, closed, and never deleted."""

from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.orgs.catalogue import Dictionary
from heli.orgs.models import DictionaryEntry


@action
def add_entry(*, dictionary: Dictionary, name: str, source: str, by: Doer, at: datetime) -> DictionaryEntry:
    """A new entry, at the end; Invalid where the dictionary has one of this name."""
    may_somewhere(by, Permission.DICTIONARY_KEEP).require()
    _require_free(dictionary, name)
    last = DictionaryEntry.objects.filter(dictionary=dictionary).order_by("-position").first()
    position = last.position + 1 if last else 1
    note(dictionary=dictionary.label, name=name)
    return DictionaryEntry.objects.create(dictionary=dictionary, name=name, position=position, source=source)


@action
def rename_entry(
    *, entry: DictionaryEntry, name: str, source: str, by: Doer, at: datetime
) -> DictionaryEntry:
    """Another name or source for an entry; whatever carries it carries the new name."""
    may_somewhere(by, Permission.DICTIONARY_KEEP).require()
    _require_free(entry.dictionary, name, besides=entry)
    note(before=entry.name, after=name)
    entry.name, entry.source = name, source
    entry.save(update_fields=["name", "source"])
    return entry


@action
def place_entry(*, entry: DictionaryEntry, earlier: bool, by: Doer, at: datetime) -> DictionaryEntry:
    """One place earlier or later among the entries in use; at the end of the row it stays."""
    may_somewhere(by, Permission.DICTIONARY_KEEP).require()
    row = list(
        DictionaryEntry.objects.filter(dictionary=entry.dictionary, closed_on=None).order_by("position", "pk")
    )
    place = [one.pk for one in row].index(entry.pk) if entry.closed_on is None else 0
    other = place - 1 if earlier else place + 1
    if entry.closed_on is None and 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
    for position, one in enumerate(row, start=1):
        one.position = position
    DictionaryEntry.objects.bulk_update(row, ["position"])
    note(order=[one.name for one in row])
    return entry


@action
def close_entry(*, entry: DictionaryEntry, by: Doer, at: datetime) -> DictionaryEntry:
    """Nothing new takes the entry from today on; what carries it keeps it. WrongState where it is closed."""
    may_somewhere(by, Permission.DICTIONARY_KEEP).require()
    if entry.closed_on is not None:
        raise WrongState("entry-closed", f"“{entry.name}”已经停用。")
    entry.closed_on = at.date()
    entry.save(update_fields=["closed_on"])
    return entry


@action
def reopen_entry(*, entry: DictionaryEntry, by: Doer, at: datetime) -> DictionaryEntry:
    """A closed entry in use again. WrongState where it is in use."""
    may_somewhere(by, Permission.DICTIONARY_KEEP).require()
    if entry.closed_on is None:
        raise WrongState("entry-open", f"“{entry.name}”正在使用。")
    entry.closed_on = None
    entry.save(update_fields=["closed_on"])
    return entry


def _require_free(dictionary: str, name: str, besides: DictionaryEntry | None = None) -> None:
    found = DictionaryEntry.objects.filter(dictionary=dictionary, name=name)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    if found.exists():
        raise Invalid("entry-exists", f"字典中已有“{name}”；停用的也不能重名，可以直接恢复使用。")
