"""One requirement that is handed down."""

from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.kernel.errors import NotFound


def item_of(pk: int) -> Requirement:
    """A requirement that was issued, withdrawn ones included; NotFound (`requirement-unknown`) otherwise."""
    found = Requirement.objects.select_related("plan").exclude(state=RequirementState.DRAFT)
    one = found.filter(pk=pk).first()
    if one is None:
        raise NotFound("requirement-unknown", "没有这个条目，可能地址不完整。请从任务分解进入。")
    return one
