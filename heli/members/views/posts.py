"""任免: appointing to an office of an organisation, and ending a post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import SECRETARIES, Office, Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members import queries
from heli.members.actions import posts as post_actions
from heli.members.forms.posts import AppointForm, EndPostForm
from heli.members.models import Post
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down that somebody begins an office at the organisation."""
    scope, now = request.actor.require(Permission.POST_KEEP), clock.now()
    organisation = org_queries.visible_organisation(pk, scope)
    sent = request.POST if request.method == "POST" else None
    form = AppointForm(sent, organisation=organisation, initial={"valid_from": now.date()})
    if form.is_valid():
        name, member = form.holder
        words = form.cleaned_data
        post = post_actions.appoint(
            organisation=organisation,
            office=Office(words["office"]),
            name=name,
            member=member,
            valid_from=words["valid_from"],
            fulltime=words["fulltime"],
            why=words["why"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已登记：{post}，自 {post.valid_from} 起任职。")
        return redirect("members:posts", pk)
    shown = {"organisation": organisation, "form": form, "crumbs": _crumbs(organisation, "任职")}
    return render(request, "members/appoint.html", shown)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a post; where the organisation has no 书记 afterwards, it says so (R01-33)."""
    scope, now = request.actor.require(Permission.POST_KEEP), clock.now()
    post = queries.post_to_end(pk, scope, now.date())
    sent = request.POST if request.method == "POST" else None
    form = EndPostForm(sent, post=post, today=now.date(), initial={"on": now.date()})
    if form.is_valid():
        post_actions.end(post=post, on=form.cleaned_data["on"], by=request.actor, at=now)
        messages.success(request, f"已登记：{post}，自 {post.valid_to} 起不再任职，权限同时终止。")
        _tell_vacancy(request, post)
        return redirect("members:posts", post.organisation_id)
    shown = {"post": post, "form": form, "crumbs": _crumbs(post.organisation, "免职")}
    return render(request, "members/end_post.html", shown)


def _tell_vacancy(request: SignedInRequest, post: Post) -> None:
    if post.office not in SECRETARIES or post.valid_to is None:
        return
    if not queries.has_secretary(post.organisation, post.valid_to):
        name, label = post.organisation.short_name, post.get_office_display()
        messages.warning(
            request, f"{name}自 {post.valid_to} 起没有{label}，应及时补选，必要时由上级指派（R01-33）。"
        )


def _crumbs(organisation: Organisation, last: str) -> list[Crumb]:
    return [
        Crumb("组织", reverse("orgs:tree")),
        Crumb(organisation.short_name, reverse("members:posts", args=[organisation.pk])),
        Crumb(last),
    ]
