"""What a reader may do about a task or a proposed deadline now: buttons, each with its verdict."""

from typing import NamedTuple

from django.urls import reverse

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.decomposition import rules
from heli.decomposition.catalogue import HELD, TASKS, UNSETTLED, ProposalAct, TaskAct, TaskState
from heli.decomposition.models import Proposal, Task
from heli.duties.catalogue import RequirementState
from heli.kernel.verdict import Verdict, all_of

_PAGES = {
    TaskAct.TAKE_UP: "take_up",
    TaskAct.RETURN: "give_back",
    TaskAct.BREAK_DOWN: "break_down",
    TaskAct.AMEND: "amend",
    TaskAct.INSIST: "insist",
    TaskAct.TAKE_BACK: "take_back",
    TaskAct.HAND_DIRECTLY: "hand_directly",
}
_AT_ONCE = {TaskAct.TAKE_UP}
_RECEIVERS = (TaskAct.TAKE_UP, TaskAct.RETURN)
_GIVERS = (TaskAct.AMEND, TaskAct.INSIST, TaskAct.TAKE_BACK, TaskAct.HAND_DIRECTLY)


class Move(NamedTuple):
    """A button: what it says, where it leads, whether it acts at once or opens a form, and whether it may."""

    label: str
    url: str
    at_once: bool
    verdict: Verdict

    @property
    def method(self) -> str:
        return "post" if self.at_once else "get"


def moves(task: Task, actor: Actor) -> list[Move]:
    """What the reader may do; what his posts do not allow at all is left out, what the state forbids says so.

    `task` has its organisation, giver, requirement and plan. No query.
    """
    enters = actor.may(Permission.RECORD_ENTER, task.organisation).ok
    gives = actor.may(Permission.TASK_HAND_DOWN, task.giver).ok
    standing = rules.is_standing(task.requirement.state == RequirementState.WITHDRAWN)
    state = TaskState(task.state)
    acts = [act for act in _RECEIVERS if enters and not task.is_held and TASKS.transitions[state]]
    if (
        actor.may(Permission.TASK_HAND_DOWN, rules.breaker(task)).ok
        and TaskAct.BREAK_DOWN in (TASKS.transitions[state])
    ):
        acts.append(TaskAct.BREAK_DOWN)
    acts += [act for act in _GIVERS if gives and act in TASKS.transitions[state]]
    found = [
        Move(act.label, _address(act, task), act in _AT_ONCE, all_of(standing, TASKS.may(state, act)))
        for act in acts
    ]
    if enters and state in HELD:
        found.append(
            Move("本级措施和责任岗位", reverse("decomposition:measures", args=[task.pk]), False, standing)
        )
    if gives and TASKS.transitions[state]:
        found.append(Move("建议调整期限", reverse("decomposition:propose", args=[task.pk]), False, standing))
    return found


def _address(act: TaskAct, task: Task) -> str:
    if act == TaskAct.BREAK_DOWN:
        return f"{reverse('decomposition:break_down')}?task={task.pk}"
    return reverse(f"decomposition:{_PAGES[act]}", args=[task.pk])


def proposal_moves(proposal: Proposal, actor: Actor, task: Task) -> list[Move]:
    """What the reader may do about a proposed deadline of `task`. No query."""
    if proposal.state not in UNSETTLED:
        return []
    enters = actor.may(Permission.RECORD_ENTER, task.organisation).ok
    gives = actor.may(Permission.TASK_HAND_DOWN, task.giver).ok
    found = []
    for act, page, mine in (
        (ProposalAct.ACCEPT, "accept_day", enters),
        (ProposalAct.ANSWER, "answer_day", enters),
        (ProposalAct.INSIST, "insist_on_day", gives),
        (ProposalAct.DROP, "drop_day", gives),
    ):
        verdict = rules.may_proposal(proposal.state, act)
        if mine and verdict and not (act == ProposalAct.ACCEPT and proposal.answered_at):
            at_once = act in (ProposalAct.ACCEPT, ProposalAct.DROP)
            url = reverse(f"decomposition:{page}", args=[proposal.pk])
            found.append(Move(act.label, url, at_once, verdict))
    return found
