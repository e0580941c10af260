"""What every action begins with: the round or reporter as it is now, and whether its doer may."""

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.queries.reporters import is_own
from heli.debriefing.rules import reports
from heli.kernel.action import Doer


def lock(held: Debriefing, by: Doer) -> Debriefing:
    """The round as it is now, for whoever organises; NotAllowed without DEBRIEFING_HOLD there."""
    may(by, Permission.DEBRIEFING_HOLD, held.organiser).require()
    rows = Debriefing.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organiser", "meeting").get(pk=held.pk)


def lock_reporter(held: Reporter, by: Doer) -> Reporter:
    """The reporter as he is now, for whoever organises his round."""
    may(by, Permission.DEBRIEFING_HOLD, held.debriefing.organiser).require()
    return _locked(held)


def lock_own(held: Reporter, by: Doer) -> Reporter:
    """The reporter as he is now, for himself alone (R10-06)."""
    may(by, Permission.DEBRIEFING_GIVE, held.organisation).require()
    reports.is_the_reporter(same=is_own(held, by)).require()
    return _locked(held)


def _locked(held: Reporter) -> Reporter:
    rows = Reporter.objects.select_for_update(of=("self",), no_key=True)
    found: Reporter = rows.select_related("debriefing__organiser", "organisation").get(pk=held.pk)
    return found
