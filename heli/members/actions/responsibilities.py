"""一岗双责: which organisations a member of a leading body answers for, and until when (S000-32, S000-33)."""

from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.members.catalogue import ResponsibilityKind
from heli.members.models import Post, Responsibility
from heli.members.rules import responsibilities as rules
from heli.orgs.models import Organisation


@action
def assign_responsibility(
    *,
    post: Post,
    organisation: Organisation,
    kind: ResponsibilityKind,
    on: date,
    by: Doer,
    at: datetime,
    field: str = "",
    why: str = "",
) -> Responsibility:
    """Write down that the holder of a post answers for an organisation that his body leads.

    By who keeps the body's list (RESPONSIBILITY_KEEP) there. What is only general needs a reason `why`.
    """
    body = post.organisation
    may(by, Permission.RESPONSIBILITY_KEEP, body).require()
    held = list(
        Responsibility.objects.in_force(on)
        .filter(organisation=organisation, post__organisation=body)
        .values_list("kind", "post__name")
    )
    all_of(
        rules.is_bearer(post.office, post.name),
        rules.is_led(organisation, body.pk, body.short_name),
        rules.is_within_post(on, post.valid_from, post.valid_to),
        rules.is_free(kind, held, post.name),
    ).require()
    _weigh(rules.fits(kind, post.office, organisation), why)
    return Responsibility.objects.create(
        post=post,
        organisation=organisation,
        kind=kind,
        field=field.strip(),
        valid_from=on,
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def end_responsibility(*, responsibility: Responsibility, on: date, by: Doer, at: datetime) -> Responsibility:
    """End one on a day, the first on which it is borne no longer; WrongState where it has ended."""
    may(by, Permission.RESPONSIBILITY_KEEP, responsibility.post.organisation).require()
    held = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    if held.valid_to is not None:
        raise WrongState("responsibility-ended", f"这项分管已于 {held.valid_to} 结束。")
    rules.ends_after_start(on, held.valid_from).require()
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    return held


def _weigh(verdict: Verdict, why: str) -> None:
    """What is only general may be otherwise, for a written reason that the audit keeps."""
    if verdict.strength is not Strength.GENERAL or not why.strip():
        verdict.require()
    else:
        note(otherwise=verdict.code, why=why.strip())
