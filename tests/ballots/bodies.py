"""Bodies that vote, for the tests: members with an account, polls on paper and electronic."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from heli.accounts import actions as account_actions
from heli.accounts.actor import Actor
from heli.ballots import actions, queries
from heli.ballots.catalogue import About, Manner
from heli.ballots.models import Poll
from heli.ballots.rules import Asked, Count, Counted
from heli.kernel.action import SYSTEM
from heli.members.models import Member
from heli.orgs.models import Organisation
from tests.people import NOW, PASSWORD, TODAY, building

AGREE, DISAGREE = "同意", "不同意"
QUESTIONS = (Asked("本年度工作计划", (AGREE, DISAGREE)), Asked("活动地点", ("甲", "乙", "丙"), choose=2))
ELECTRONIC: dict[str, Any] = {"manner": Manner.ELECTRONIC, "closes_on": TODAY + timedelta(days=3)}


def voters(organisation: Organisation) -> list[Member]:
    """Those with a vote, each with a log-in."""
    found = queries.members_with_a_vote(organisation, TODAY)
    for one in found:
        if one.account_id is None:
            one.account = account_actions.open_account(
                username=f"d{one.pk}", name=one.name, password=PASSWORD, by=SYSTEM, at=NOW
            )
            with building():
                one.save(update_fields=["account"])
    return found


def poll(organisation: Organisation, asked: Sequence[Asked] = QUESTIONS, **changed: Any) -> Poll:
    """A poll on paper, or as `changed`."""
    given: dict[str, Any] = {
        "questions": asked,
        "voters": changed["voters"] if "voters" in changed else voters(organisation),
        "opens_on": TODAY,
        "closes_on": TODAY,
        "title": "工作计划表决",
    }
    return actions.prepare(organisation=organisation, by=SYSTEM, at=NOW, **given | changed)


def as_voter(member: Member) -> Actor:
    """Whoever votes, as the request would have him."""
    return Actor(member.account_id, member.name, member_id=member.pk, branch_id=member.organisation_id)


def chosen(poll: Poll, *texts: str) -> Mapping[int, Collection[int]]:
    """A ballot with the options of these texts."""
    return {
        line.pk: [one.pk for one in line.choices if one.text in texts and not one.is_abstention]
        for line in queries.ballot(poll)
    }


def cast(poll: Poll, member: Member, *texts: str, on: date = TODAY) -> None:
    at = NOW + (on - TODAY)
    actions.vote(poll=poll, ballot=chosen(poll, *texts), by=as_voter(member), at=at)


def votes(poll: Poll) -> dict[str, int]:
    """The outcome by the texts of the options; abstentions by question."""
    found = queries.outcome(poll).votes
    return {
        f"{line.text}弃权" if one.is_abstention else one.text: found[line.pk][one.pk]
        for line in queries.ballot(poll)
        for one in line.choices
    }


def counted(poll: Poll, *figures: Sequence[int], **changed: Any) -> Count:
    """What the tellers counted: of each question its votes and, last, its abstentions."""
    given: dict[str, Any] = {
        "issued": 8,
        "returned": 8,
        "valid": 8,
        "invalid": 0,
        "supervisor": "郑纪安",
        "teller": "孙明岚",
    }
    questions = {
        line.pk: Counted(
            dict(zip([one.pk for one in line.choices if not one.is_abstention], row[:-1], strict=True)),
            row[-1],
        )
        for line, row in zip(queries.ballot(poll), figures, strict=True)
    }
    return Count(**given | changed, questions=questions)


PERSON = About.PERSON
