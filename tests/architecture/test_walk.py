"""Every address, asked as every role of the cast and as the stranger, and held against the matrix of rights.

A page declares what it asks by asking it: `Actor.require` or a rule of rights, heard here through
`actor.watching()`. So a page that asks nothing is found, a page that lets in whom the table does not, and
one that turns away whom the table lets in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from heli.accounts import actions as account_actions
from heli.accounts.actor import watching
from heli.accounts.catalogue import Office, Permission
from heli.accounts.matrix import NONE, matrix
from heli.almanac import actions as almanac_actions
from heli.almanac.rules.placing import Key
from heli.appraisal.queries.basis import class_code
from heli.assignments.actions import assign
from heli.assignments.catalogue import AssignmentKind
from heli.attachments import actions as attachment_actions
from heli.circulation.actions import give_receipt
from heli.debriefing.queries import results as debriefing_results
from heli.decomposition import actions as task_actions
from heli.decomposition.models import Proposal
from heli.duties import actions as duty_actions
from heli.duties.actions.record import record
from heli.duties.catalogue import Dispensing
from heli.exchange import actions as exchange_actions
from heli.exchange.catalogue import About
from heli.intake.models import Intake
from heli.kernel.action import SYSTEM
from heli.mandates.actions.drafts import start
from heli.mandates.catalogue import Bearer
from heli.members.actions import delegations as delegation_actions
from heli.members.actions import own, responsibilities, seconds, transfers
from heli.members.catalogue import DataField, ResponsibilityKind
from heli.members.models import Member
from heli.orglife.actions import record_vote
from heli.orglife.catalogue import Preparation
from heli.orglife.models import OrgLifeEvidence
from heli.orglife.rules.minutes import Votes
from heli.orgs.catalogue import Dictionary
from heli.orgs.models import DictionaryEntry
from heli.planning import actions as planning_actions
from heli.study.actions import plans
from heli.study.catalogue import Outcome
from heli.talks.actions import enter_talk
from heli.talks.catalogue import TalkKind
from tests.api.programs import program
from tests.ballots.bodies import ELECTRONIC, voters
from tests.burden.reporting import reported
from tests.circulation.sending import drafted, sent
from tests.debriefing import reporting
from tests.decomposition.handing import at_first_branch
from tests.duties.planned import Planned, plan_2026
from tests.exchange import held as gatherings
from tests.figures.test_publishing import published
from tests.members.test_comparisons import compare
from tests.orglife.meetings import hold
from tests.orglife.test_org_life import link, measure, met, talk
from tests.people import NOW, TODAY, City, People, Person, building
from tests.reorganisation.changes import done, renamed
from tests.reorganisation.test_batches import GOOD, uploaded
from tests.replay import replayed
from tests.reviews.reviewed import voting
from tests.schemes.made import MARKED
from tests.schemes.made import made as schemes_made
from tests.study.ground import class_of, planned_line
from tests.study.ground import held as study_held

pytestmark = pytest.mark.rights

# Pages of oneself, and pages on which there is nothing to see of the business; each says why it asks nobody.
OPEN = {
    "home:today": "leads on: who sees no business goes to his own page",
    "accounts:mine": "the own account",
    "accounts:password": "the own account",
    "accounts:sign_out": "the own account",
    "accounts:end_session": "the own account: rules.is_own",
    "accounts:end_other_sessions": "the own account",
    "accounts:second_step_begin": "the own account",
    "accounts:second_step_codes": "the own account",
    "accounts:second_step_remove": "the own account",
    "accounts:tokens": "the own account",
    "accounts:token_new": "the own account: rules.can_be_given",
    "accounts:token_revoke": "the own account: rules.is_own",
    "notices:mine": "the own reminders",
    "notices:choice": "the own reminders",
    "ui:gallery": "the components, with invented words",
    "ui:sample_list": "the components",
    "ui:sample_form": "the components",
    "ui:sample_board": "the components",
    "ui:sample_refusal": "the components",
}
# Before anybody has signed in.
PUBLIC = {
    "accounts:sign_in",
    "accounts:second_step",
    "accounts:single_sign_on",
    "accounts:single_sign_on_arrive",
    "accounts:invitation",
    "almanac:feed_file",
    "ui:larger_text",
}
# What these pages are about is built in tests of their own; here they are asked for what is not there.
NOT_BUILT = {
    "accounts:identity",  # single sign-on is off
    "accounts:unlink",
    "intake:rows",
    "intake:annotated",
    "intake:decision",
    "orgs:move_entry",  # an empty POST names no move
    "decomposition:repeat",  # nothing was broken down last year
}
ROLES = {
    "administrator": "机关工委业务管理员",
    "staff": "机关工委工作人员",
    "lead_secretary": "党组（党委）书记",
    "deputy": "机关党委、党委、党总支书记、副书记、委员",
    "general_secretary": "机关党委、党委、党总支书记、副书记、委员",
    "secretary": "党支部书记",
    "committee_member": "党支部副书记、委员",
    "clerk": "党支部党务干事",
    "member": "党员",
    "other_secretary": "党支部书记",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "stranger": "没有任职的账号",
}
ALSO = {"general_secretary": "党支部书记"}
"""Who holds a second post: he is the secretary of the school's branch as well."""
ANSWERS = {200, 204, 302, 400, 401, 403, 404, 405, 409, 422}


class Address(NamedTuple):
    """One address: "package:name", the view, its parameters."""

    name: str
    pattern: URLPattern
    parameters: tuple[str, ...]


def addresses() -> Iterator[Address]:
    """Every page of config.urls; /api/ is asked by tokens, and walked over by `tests/api`."""
    yield from (one for one in _beneath(get_resolver(), "") if not one.name.startswith("api:"))


def _beneath(resolver: URLResolver, space: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _beneath(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield Address(f"{space}{one.name}", one, tuple(one.pattern.converters))


PACKAGES = sorted({address.name.split(":")[0] for address in addresses()})


@dataclass
class Ground:
    """The cast in their browsers, and one thing of each kind to ask for."""

    people: People
    things: dict[str, int]
    code: str
    browsers: dict[str, Client] = field(default_factory=dict)

    def url(self, address: Address) -> str:
        package = address.name.split(":")[0]
        words = {
            "token": "x" * 43,
            "code": self.code,
            "kind": "refused",
            "entry": "body-plan",
            "form": "docx",
            "check": "members",
            "organ_id": self.things["organ"],
            "line": 1,
            "organisation": self.things["orgs"],
            "requirement": self.things["duties:requirement"],
            "period": 5,
            "attachment": self.things["attachment"],
            "step": "planned",
            "workbook_pk": 1,
            "number": self.things["token"],
        }
        if package == "circulation":
            words["organisation"] = self.things["orgs"]
        if package == "almanac":
            words |= {"entry": "visits", "period": 7}
        if package == "schemes":
            words |= {"number": 2, "code": MARKED, "group": self.things["schemes:group"]}
        own = self.things.get(address.name, self.things.get(package, 1))
        return reverse(address.name, kwargs={name: words.get(name, own) for name in address.parameters})


class Heard(NamedTuple):
    """What came back, and what the page asked: permission and answer."""

    answer: HttpResponse
    asked: list[tuple[Permission, bool]]

    @property
    def is_open(self) -> bool:
        return self.answer.status_code not in {401, 403, 404, 405}


@pytest.fixture
def ground(people: People, city: City) -> Ground:
    things = replayed("things to walk over", lambda: _built(people, city))
    ground = Ground(people, things, class_code(city.first_branch))
    for one in fields(people):
        ground.browsers[one.name] = browser = Client()
        browser.force_login(getattr(people, one.name).account)
    return ground


def _built(people: People, city: City) -> dict[str, int]:
    things = _things(people, city, plan_2026())
    staff = Client()
    staff.force_login(people.staff.account)
    return {**things, **_changes(city, staff)}


def _changes(city: City, staff: Client) -> dict[str, int]:
    """An event, a sheet of events that was uploaded, a publication, a comparison and a second membership."""
    draft, event = uploaded(staff, GOOD), done(city, renamed(city))
    member = Member.objects.filter(organisation=city.school_branch).order_by("pk")[0]
    second = seconds.take_part(
        member=member, organisation=city.press, on=TODAY, reason="专班", why="经教育局机关党委同意",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    compared, publication = compare(city.press), published(city)
    of_drafts = ("draft", "confirm", "recheck", "discard")
    return {
        "reorganisation": event.pk,
        **{f"reorganisation:{name}": draft.pk for name in of_drafts},
        "figures": publication.pk,
        "members:comparison": compared.pk,
        "members:comparison_export": compared.pk,
        "members:second_end": second.pk,
        "members:second_new": second.organisation_id,
    }


def _things(people: People, city: City, planned: Planned) -> dict[str, int]:
    assert people.secretary.post is not None
    held = record(
        organisation=city.first_branch, kind="heart_talk", happened_on=TODAY, topic="谈心谈话",
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    deputy = account_actions.open_account(username="daili", name="代理", by=SYSTEM, at=NOW)
    passed = delegation_actions.delegate(
        post=people.committee_member.post, account=deputy,
        permissions=[Permission.RECORD_SEE], valid_from=TODAY, valid_to=TODAY.replace(month=7), reason="出差",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    with building():
        intake = Intake.objects.create(made_at=NOW)
        entry = DictionaryEntry.objects.filter(dictionary=Dictionary.FUNCTION).first()
    post = city.first_branch.posts.get(office=Office.PUBLICITY)
    person = Member.objects.get(name="吴晓溪").pk
    return {
        "orgs": city.first_branch.pk,
        "orgs:unit": city.first_branch.unit_id,
        **dict.fromkeys(("orgs:entry", "orgs:move_entry"), entry.pk if entry is not None else 1),
        "organ": city.first_branch.organ_id,
        "accounts": people.stranger.account.pk,
        "accounts:revoke_token": people.secretary.account.pk,
        "token": program(people.secretary).token.pk,
        "members": city.first_branch.pk,
        **dict.fromkeys(("members:end_post", "members:delegate", "members:invite"), post.pk),
        "members:revoke": passed.pk,
        **dict.fromkeys(("members:person", "members:reveal"), person),
        "members:fulltime": people.deputy.post.pk if people.deputy.post is not None else 1,
        "members:officers_of": city.first_branch.organ_id,
        **_members_matters(people, city),
        **_particular(people, city, planned),
        "elections": city.first_branch.pk,
        "home:year": city.first_branch.pk,
        **dict.fromkeys(("home:report", "home:report_word", "home:report_pdf"), city.education_committee.pk),
        **_mandates_matters(city),
        "duties:requirement": planned.theme_day.pk,
        **dict.fromkeys(("duties:record", "duties:judge"), held.pk),
        "duties:of_organisation": city.first_branch.pk,
        "orglife": held.pk,
        "orglife:leading_person": people.lead_secretary.post.pk if people.lead_secretary.post else 1,
        **_almanac(people, city, planned),
        "talks": city.first_branch.pk,
        "talks:withdraw": _talk(people, city),
        **dict.fromkeys(("assignments:branch", "assignments:assign"), city.first_branch.pk),
        "assignments": _assigned(people, city),
        **_notices(people, city),
        **_tasks(city, planned),
        **_repeats(people, city, planned),
        **_reviews(city),
        **_debriefing(city),
        **_meetings(city),
        **_study_matters(city),
        **_gatherings(city, people),
        "appraisal": city.first_branch.pk,
        **schemes_made(city, people),
        "intake": intake.pk,
    }


def _particular(people: People, city: City, planned: Planned) -> dict[str, int]:
    """A waiver, a window, a plan's item, a strategic task and a tie."""
    waived = duty_actions.dispense(
        requirement=planned.assembly, organisation=city.small_branch, period=1, kind=Dispensing.WAIVER,
        reason="集中外出", document="青直工〔2026〕18号", by=SYSTEM, at=NOW,
    )  # fmt: skip
    window = duty_actions.open_window(
        plan=planned.plan, record_kind="lecture", closes_on=TODAY.replace(year=2027),
        document="青组通〔2026〕41号", by=SYSTEM, at=NOW,
    )  # fmt: skip
    theme = planning_actions.add_theme(name="一个总目标", parent=None, source="", by=SYSTEM, at=NOW)
    tied = planning_actions.tie(
        requirement=planned.theme_day, organisation=city.first_branch, project="窗口提效", goal="",
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    held = record(
        organisation=city.first_branch, kind="theme_day", happened_on=TODAY, topic="主题党日",
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    proof = attachment_actions.attach(
        record=held, name="记录.pdf", content=b"%PDF-1.7", by=people.secretary.actor, at=NOW
    )
    return {
        **dict.fromkeys(("attachments:of_record", "attachments:prove"), held.pk),
        "attachments:take_off": proof.pk,
        "attachments:download": proof.attachment_id,
        "attachment": proof.attachment_id,
        "duties:revoke": waived.pk,
        "duties:close_window": window.pk,
        "planning": planned.plan.pk,
        **dict.fromkeys(("planning:item", "planning:take_back"), planned.theme_day.pk),
        **dict.fromkeys(("planning:rename_theme", "planning:add_beneath", "planning:close_theme"), theme.pk),
        **dict.fromkeys(("planning:step", "planning:untie"), tied.pk),
    }


def _almanac(people: People, city: City, planned: Planned) -> dict[str, int]:
    """A branch with a planned day; the 工委 allows calendar feeds."""
    almanac_actions.plan_day(
        organisation=city.first_branch, year=TODAY.year, keys=[Key(planned.theme_day.pk, 7)],
        day=TODAY.replace(month=8, day=14), by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    almanac_actions.switch_feed(on=True, by=people.staff.actor, at=NOW)
    return {"almanac": city.first_branch.pk}


def _talk(people: People, city: City) -> int:
    """A talk of two members of the first branch."""
    two = {one.name: one for one in Member.objects.filter(name__in=("林书远", "孙明岚"))}
    return enter_talk(
        organisation=city.first_branch, kind=TalkKind.COMMITTEE_AND_MEMBER, held_on=TODAY,
        leads=two["林书远"], others=[two["孙明岚"]], by=people.secretary.actor, at=NOW,
    ).pk  # fmt: skip


def _assigned(people: People, city: City) -> int:
    """A post of a member of the first branch."""
    (made,) = assign(
        organisation=city.first_branch, kind=AssignmentKind.POST, title="党员先锋岗", begins_on=TODAY,
        members=[Member.objects.get(name="吴晓溪")], by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    return made.pk


def _notices(people: People, city: City) -> dict[str, int]:
    """A notice that waits for an answer, one that is answered, and a draft."""
    out, answered = (sent(city.work_committee, people.staff, despite="再发") for _ in range(2))
    give_receipt(notice=answered, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW)
    draft = drafted(city.work_committee, people.staff)
    pages = ("draft", "change", "send", "discard")
    return {
        "circulation": out.pk,
        "circulation:undo": answered.pk,
        **{f"circulation:{name}": draft.pk for name in pages},
    }


def _tasks(city: City, planned: Planned) -> dict[str, int]:
    """A task that waits at the first branch, one that it returned, one with a deadline proposed."""
    waits, returned, proposed = (
        at_first_branch(city, one) for one in (planned.assembly, planned.theme_day, planned.lecture)
    )
    task_actions.give_back(tasks=[returned], reason="职责不清", by=SYSTEM, at=NOW)
    day = TODAY.replace(month=11)
    task_actions.propose(tasks=[proposed], due_on=day, reason="提前", by=SYSTEM, at=NOW)
    days = ("accept_day", "answer_day", "insist_on_day", "drop_day")
    return {
        "decomposition": waits.pk,
        "decomposition:item": planned.assembly.pk,
        **dict.fromkeys(("decomposition:amend", "decomposition:insist"), returned.pk),
        **dict.fromkeys((f"decomposition:{name}" for name in days), Proposal.objects.get().pk),
    }


def _repeats(people: People, city: City, planned: Planned) -> dict[str, int]:
    """A report that waits for its answer, and what else may be reported."""
    held = reported(planned.theme_day, city.first_branch, people.secretary)
    out = sent(city.work_committee, people.staff, despite="再发")
    return {
        "burden": city.first_branch.pk,
        **dict.fromkeys(("burden:report", "burden:withdraw"), held.pk),
        "burden:of_requirement": planned.assembly.pk,
        "burden:of_notice": out.pk,
    }


def _mandates_matters(city: City) -> dict[str, int]:
    """A draft of a branch's list; of another actor of the same branch one may still be begun."""
    draft = start(organisation=city.first_branch, year=TODAY.year, bearer=Bearer.BRANCH, by=SYSTEM, at=NOW)
    return {"mandates": draft.pk, **dict.fromkeys(("mandates:of", "mandates:start"), city.first_branch.pk)}


def _reviews(city: City) -> dict[str, int]:
    """A review whose vote is on, with a log-in for everybody, and the branch that may hold another."""
    everybody = voters(city.first_branch)
    review = voting(city.first_branch, voters=everybody, **ELECTRONIC)
    return {"reviews": review.pk, "reviews:open": city.first_branch.pk}


def _debriefing(city: City) -> dict[str, int]:
    """A round whose plan is issued and one group of which votes by log-in, beside the one of the 党总支."""
    held = reporting.issued(city)
    group = debriefing_results.groups_of(held)[0]
    names = [f"{one.name} {city.first_branch.short_name}" for one in voters(city.first_branch)]
    reporting.hold(group, names, **ELECTRONIC)
    one = reporting.committee_reporter(held)
    with building():
        item = one.mendings.create(
            problem="问题", measure="措施", due_on=TODAY, office=one.office, entered_at=NOW, entered_by="系统"
        )
    return {
        "debriefing": held.pk,
        **dict.fromkeys(("debriefing:item_drop", "debriefing:finish"), item.pk),
        "debriefing:unit": city.education_committee.pk,
        **dict.fromkeys((f"debriefing:{name}" for name in _OF_GROUPS), group.pk),
        **dict.fromkeys((f"debriefing:{name}" for name in _OF_REPORTERS), one.pk),
    }


_OF_GROUPS = ("hold", "blank", "count", "close_vote", "on_paper", "vote")
_OF_REPORTERS = (
    "reporter", "write", "hand_in", "receive", "give_back", "strike", "paper", "work", "remark", "feedback",
    "sign", "sign_giver", "sign_on_paper", "item_new", "hand_down",
)  # fmt: skip


def _meetings(city: City) -> dict[str, int]:
    """A meeting with a vote, and a 组织生活会 with a link and a measure."""
    branch = city.first_branch
    meeting, life = hold(branch), met(branch)
    voted = record_vote(record=meeting, matter="报告", votes=Votes(5, 0, 0), by=SYSTEM, at=NOW)
    link(life, Preparation.TALKS, talk(branch))
    of_meeting, of_branch = ("minutes", "correct", "vote"), ("org_life", "handbook", "handbook_pdf")
    of_branch += ("handbook_word", "sheet_pdf", "sheet_word")
    return {
        **{f"orglife:{name}": meeting.pk for name in of_meeting},
        **{f"orglife:{name}": branch.pk for name in of_branch},
        "orglife:withdraw_vote": voted.pk,
        "orglife:unlink": OrgLifeEvidence.objects.get().pk,
        "orglife:measure": measure(life).pk,
    }


def _members_matters(people: People, city: City) -> dict[str, int]:
    """A transfer and a request that are open, and an organisation that somebody answers for."""
    member = Member.objects.select_related("organisation").get(name="吴晓溪")
    transfer = transfers.request_transfer(
        member=member, destination=city.small_branch, reason="调动", on=TODAY,
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    asked = own.ask_correction(
        member=member, about=DataField.OTHER, text="备注有误", by=people.member.actor, at=NOW
    )
    assert people.lead_secretary.post is not None
    answered_for = responsibilities.assign_responsibility(
        post=people.lead_secretary.post, organisation=city.school, kind=ResponsibilityKind.FIRST, on=TODAY,
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    return {
        "members:transfer": transfer.pk,
        "members:data_request": asked.pk,
        "members:responsibility_end": answered_for.pk,
    }


def _study_matters(city: City) -> dict[str, int]:
    """A plan with a line that was studied, a meeting that counts, a class with a member."""
    branch = city.first_branch
    line, met = planned_line(city), study_held(branch)
    result = plans.add_result(line=line, outcome=Outcome.HELD, record=met, by=SYSTEM, at=NOW)
    attended = class_of(branch, "吴晓溪").members.get()
    return {
        **dict.fromkeys(("study:plan", "study:secretary", "study:template", "study:line_new"), branch.pk),
        **dict.fromkeys(("study:line", "study:line_drop", "study:result_new"), line.pk),
        "study:result_withdraw": result.pk,
        "study:group": city.education_group.pk,
        "study:branch": branch.pk,
        "study:minutes": met.pk,
        "study:member": attended.member_id,
        "study:strike": attended.pk,
        "study": attended.study_class_id,
    }


def _gatherings(city: City, people: People) -> dict[str, int]:
    """A gathering at 晒, and one at 评 with a vote prepared, a promise and an objection."""
    by = people.staff.actor
    showing = gatherings.showing(city, people)
    judging = gatherings.judging(city, people, title="另一次")
    one = gatherings.exhibit(judging, city.education_group)
    exchange_actions.prepare_vote(gathering=judging, units=4, by=by, at=NOW)
    raised = exchange_actions.object_to(exhibit=one, about=About.DONE, claim="漏记", by=SYSTEM, at=NOW)
    held = exchange_actions.promise(
        exhibit=one, text="听取汇报", measure="两次", due_on=TODAY, by=SYSTEM, at=NOW
    )
    (handed_in,) = gatherings.shown(showing, city.education_committee)
    of_judging = ("comment", "vote", "ballot", "count", "hands", "publish", "hand_down")
    return {
        "exchange": showing.pk,
        **{f"exchange:{name}": judging.pk for name in of_judging},
        **dict.fromkeys(("exchange:exhibit", "exchange:promise", "exchange:object"), one.pk),
        "exchange:hand_in": gatherings.exhibit(showing, city.education_group).pk,
        "exchange:withdraw": gatherings.exhibit(showing, city.publicity_body).pk,
        "exchange:record": handed_in.pk,
        "exchange:classify": one.problems.order_by("pk")[0].pk,
        **dict.fromkeys(("exchange:report", "exchange:settle"), held.pk),
        "exchange:answer": raised.pk,
    }


def hear(ground: Ground, who: str, method: str, url: str) -> Heard:
    """Ask, and undo whatever came of it."""
    with watching() as asked, transaction.atomic():
        answer = getattr(ground.browsers[who], method)(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return Heard(answer, list(asked))


Rights = dict[str, dict[Permission, bool]]


def table() -> Rights:
    """The matrix: role → permission → held anywhere."""
    _, *rows = matrix()
    held = {role: [cell != NONE for cell in cells] for role, *cells in rows}
    return {role: dict(zip(Permission, cells, strict=True)) for role, cells in held.items()}


def allowed(rights: Rights, name: str, who: Person, permission: Permission) -> bool:
    """Whether the matrix gives a permission to one of the cast: by the post or as a member."""
    as_member = who.actor.branch_id is not None and rights["党员"][permission]
    by_post = any(rights[role][permission] for role in (ROLES[name], ALSO.get(name, ROLES[name])))
    return by_post or as_member


def of(package: str) -> list[Address]:
    return [address for address in addresses() if address.name.split(":")[0] == package]


def test_the_cast_has_a_role_of_the_matrix_each() -> None:
    assert set(ROLES) == {one.name for one in fields(People)}
    assert set(ROLES.values()) <= set(table())


def test_what_is_open_or_public_is_an_address_and_a_view_says_so() -> None:
    known = {address.name: address.pattern for address in addresses()}
    assert sorted((set(OPEN) | PUBLIC | NOT_BUILT) - set(known)) == []
    without_sign_in = {
        name for name, pattern in known.items() if not getattr(pattern.callback, "login_required", True)
    }
    assert without_sign_in == PUBLIC


@pytest.mark.parametrize("package", PACKAGES)
def test_who_is_not_signed_in_is_asked_to_sign_in(package: str, ground: Ground) -> None:
    client = Client()
    for address in of(package):
        if address.name in PUBLIC:
            continue
        for answer in (client.get(ground.url(address)), client.post(ground.url(address))):
            asked = answer.status_code == 302 and "sign-in" in answer.headers["Location"]
            assert asked or answer.status_code == 405, (address.name, answer.status_code)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_page_lets_in_whom_the_matrix_does_not(package: str, ground: Ground) -> None:
    """Every address, by GET and by an empty POST, as every role; and each opens for somebody."""
    rights = table()
    for address in of(package):
        if address.name in PUBLIC:
            continue
        opened = False
        for who in ROLES:
            for method in ("get", "post"):
                if (address.name, method) == ("accounts:sign_out", "post"):
                    continue
                heard = hear(ground, who, method, ground.url(address))
                where = (address.name, who, method, heard.answer.status_code)
                assert heard.answer.status_code in ANSWERS, where
                opened = opened or heard.is_open
                if address.name not in OPEN:
                    _hold_against(heard, rights, who, getattr(ground.people, who), where)
        assert opened or address.name in OPEN or address.name in NOT_BUILT, f"{address.name} opens for nobody"


def _hold_against(heard: Heard, rights: Rights, who: str, person: Person, where: object) -> None:
    held = {permission for permission, answer in heard.asked if answer}
    assert held or not heard.is_open, f"{where}: open without a right"
    if heard.answer.status_code == 403:
        assert not all(answer for _, answer in heard.asked), f"{where}: refused without a reason of the table"
    beyond = [one.value for one in held if not allowed(rights, who, person, one)]
    assert beyond == [], f"{where}: not in the matrix"


@pytest.mark.parametrize("package", PACKAGES)
def test_the_stranger_opens_nothing_and_every_page_declares_what_it_asks(
    package: str, ground: Ground
) -> None:
    for address in of(package):
        if address.name in OPEN or address.name in PUBLIC:
            continue
        heard = [hear(ground, "stranger", method, ground.url(address)) for method in ("get", "post")]
        assert not any(one.is_open for one in heard), address.name
        assert any(one.asked for one in heard), f"{address.name} asks for no permission"
        assert not any(answer for one in heard for _, answer in one.asked), address.name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_page_about_nothing_in_particular_is_open_to_whom_the_matrix_says(
    package: str, ground: Ground
) -> None:
    """Lists and forms without a parameter: what the stranger was asked for is what opens them."""
    rights = table()
    for address in of(package):
        if address.name in OPEN or address.name in PUBLIC or address.parameters:
            continue
        first = hear(ground, "stranger", "get", ground.url(address))
        if first.answer.status_code == 405:
            continue
        declared = {permission for permission, _ in first.asked}
        for who in ROLES:
            person: Person = getattr(ground.people, who)
            expected = any(allowed(rights, who, person, one) for one in declared)
            heard = hear(ground, who, "get", ground.url(address))
            found = heard.answer.status_code != 403
            assert found == expected, (address.name, who, heard.answer.status_code, declared)
