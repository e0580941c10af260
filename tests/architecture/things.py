"""One thing of each kind in the city of the cast, by address: what the walk over every address asks for."""

from django.test import Client

from heli.accounts import actions as account_actions
from heli.accounts.catalogue import Office, Permission
from heli.almanac import actions as almanac_actions
from heli.almanac.rules.placing import Key
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
from heli.schemes.models import Release
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
from tests.people import NOW, TODAY, City, People, building
from tests.reorganisation.changes import done, renamed
from tests.reorganisation.test_batches import GOOD, uploaded
from tests.reviews.reviewed import chosen, voting
from tests.schemes.made import made as schemes_made
from tests.stars.made import made as stars_made
from tests.study.ground import class_of, planned_line
from tests.study.ground import held as study_held
from tests.weak.made import made as weak_made


def built(people: People, city: City) -> dict[str, int]:
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
        **_schemes_and_stars(city, people),
        **weak_made(city, people),
        "intake": intake.pk,
    }


def _schemes_and_stars(city: City, people: People) -> dict[str, int]:
    """A scheme with its results, and a round of stars that stands on them."""
    things = schemes_made(city, people)
    release = Release.objects.get(pk=things["schemes:release"])
    return {**things, **stars_made(city, people, release)}


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
    """A review with 先锋指数 whose vote is on, with a log-in for everybody; the branch may hold another."""
    everybody = voters(city.first_branch)
    review = voting(city.first_branch, chosen(city.first_branch), voters=everybody, **ELECTRONIC)
    one = review.evaluations.order_by("pk")[0]
    return {"reviews": review.pk, "reviews:open": city.first_branch.pk, "reviews:evaluation": one.pk}


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
