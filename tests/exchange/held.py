"""A gathering of the standing cast, arranged and moved on as the pages do it."""

from datetime import date, timedelta
from typing import Any

from heli.exchange import actions
from heli.exchange.catalogue import Act, GatheringKind
from heli.exchange.models import Exhibit, Gathering
from heli.kernel.action import SYSTEM
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People

RESULTS = "班子成员分片联系直属单位，半年走访基层二十次，解决群众反映的问题十七个。"
PROBLEMS = "组织建设：个别党支部会议记录过于简单\n听取党建工作汇报不够及时，压力没有传导到底"
WHOLE: dict[str, Any] = {
    "title": "2026年上半年“晒比评”期中考",
    "kind": GatheringKind.MIDYEAR,
    "period": "2026H1",
    "as_of": TODAY,
    "held_on": TODAY,
    "due_on": TODAY,
}


def participants(city: City) -> list[Organisation]:
    return [city.education_group, city.water_group, city.publicity_body, city.education_committee]


def arranged(city: City, people: People, **changed: Any) -> Gathering:
    """In preparation, nobody invited."""
    return actions.arrange(
        organiser=city.work_committee,
        answerer=people.staff.post,
        **(WHOLE | changed),
        by=people.staff.actor,
        at=NOW,
    )


def showing(city: City, people: People, **changed: Any) -> Gathering:
    """At 晒, with four invited; nothing handed in."""
    made = arranged(city, people, **changed)
    by = people.staff.actor
    actions.invite(gathering=made, organisations=participants(city), by=by, at=NOW)
    return actions.move_on(gathering=made, act=Act.SHOW, by=by, at=NOW)


def exhibit(of: Gathering, organisation: Organisation) -> Exhibit:
    return Exhibit.objects.select_related("gathering__organiser", "organisation").get(
        gathering=of, organisation=organisation
    )


def shown(of: Gathering, *organisations: Organisation) -> list[Exhibit]:
    """Handed in by each."""
    return [
        actions.hand_in(exhibit=exhibit(of, one), results=RESULTS, shortcomings=PROBLEMS, by=SYSTEM, at=NOW)
        for one in organisations
    ]


def comparing(city: City, people: People, **changed: Any) -> Gathering:
    """At 比: the education and water groups have handed in, and speak in this order."""
    made = showing(city, people, **changed)
    both = shown(made, city.education_group, city.water_group)
    by = people.staff.actor
    actions.set_speakers(gathering=made, speakers=[one.pk for one in both], by=by, at=NOW)
    return actions.move_on(gathering=made, act=Act.COMPARE, by=by, at=NOW)


def judging(city: City, people: People, **changed: Any) -> Gathering:
    """At 评."""
    made = comparing(city, people, **changed)
    return actions.move_on(gathering=made, act=Act.JUDGE, by=people.staff.actor, at=NOW)


def published(city: City, people: People, **changed: Any) -> Gathering:
    """At 公示."""
    made = judging(city, people, **changed)
    return actions.publish(gathering=made, document_number="青工委〔2026〕9号", by=people.staff.actor, at=NOW)


def later(days: int) -> date:
    return TODAY + timedelta(days=days)
