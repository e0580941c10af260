"""What to do about an event that stands in the way of another: undo it first, where it can be undone."""

from heli.orgs.models import Event, OrganisationVersion


def may_be_undone(event: Event | None) -> bool:
    """Whether it is neither an undoing nor undone; a version from a roster has no event (None)."""
    return event is not None and event.undoes_id is None and not Event.objects.filter(undoes=event).exists()


def way_past(version: OrganisationVersion | None) -> str:
    """The way out where what began this version stands in the way: one that can be followed."""
    event = version.event if version is not None else None
    if may_be_undone(event):
        return f"请先撤回那次变动（{event}），或把生效日期填在它之后。"
    if event is not None and event.undoes_id is not None:
        return "那次变动本身是一次撤回，不能再撤回；请按现在的情况另行办理一次变动，生效日期填在它之后。"
    return "那次变动不能撤回；请按现在的情况另行办理一次变动，生效日期填在它之后。"


def last_version(organisation: int) -> OrganisationVersion | None:
    """The version that an event began last, None where there is none."""
    found = OrganisationVersion.objects.filter(organisation=organisation).exclude(event=None)
    return found.select_related("event").order_by("-valid_from").first()
