"""The only place that asks what time it is. Views, commands and tasks call it; deeper code is told.

`settings.HELI_TODAY` fixes the date for the demo and the tests; the time of day still runs.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in Asia/Shanghai; its date is `settings.HELI_TODAY` where that is set."""
    moment = datetime.now(SHANGHAI)
    fixed: date | None = settings.HELI_TODAY
    return moment if fixed is None else datetime.combine(fixed, moment.timetz())


def today() -> date:
    """The date of `now()`."""
    return now().date()
