"""A report 又要报一遍 as a page makes it."""

from typing import Any

from heli.burden import actions
from heli.burden.models import RepeatReport
from heli.circulation.models import Notice
from heli.duties.models import Requirement
from heli.orgs.models import Organisation
from tests.people import NOW, Person


def reported(
    request: Requirement | Notice, organisation: Organisation, who: Person, **changed: Any
) -> RepeatReport:
    said: dict[str, Any] = {"given_text": "5月已在主题党日记录中写明", "at": NOW}
    return actions.report_repeat(request=request, organisation=organisation, by=who.actor, **(said | changed))
