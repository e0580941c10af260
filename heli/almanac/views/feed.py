"""日历订阅: the private address of the reader, the switch of the 工委, and the file itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.browsing import account_of
from heli.accounts.requests import Request, SignedInRequest
from heli.almanac import actions
from heli.almanac.papers import CONTENT_TYPE, calendar
from heli.almanac.queries import feeds
from heli.almanac.queries import year as queries
from heli.almanac.rules import feeds as feed_rules
from heli.almanac.rules import planning as rules
from heli.almanac.views.addresses import way
from heli.almanac.views.year import asked
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def feed(request: SignedInRequest) -> HttpResponse:
    """Whether feeds are allowed, whether the reader has an address, and what is in it."""
    return _page(request)


@never_cache
@require_POST
def new(request: SignedInRequest) -> HttpResponse:
    """Make the address anew; it is shown in the answer, and never again."""
    feed_rules.may_have(request.actor).require()
    token = actions.open_feed(account=account_of(request), by=request.actor, at=clock.now())
    return _page(request, request.build_absolute_uri(reverse("almanac:feed_file", args=[token])))


@require_POST
def close(request: SignedInRequest) -> HttpResponse:
    """End the own address."""
    feed_rules.may_have(request.actor).require()
    actions.close_feed(account=account_of(request), by=request.actor, at=clock.now())
    messages.success(request, "日历地址已停用，原来的地址不再给出内容。手机上的订阅请一并删除。")
    return redirect("almanac:feed")


@require_POST
def switch(request: SignedInRequest) -> HttpResponse:
    """Allow feeds, or stop all of them."""
    rules.may_switch(request.actor).require()
    on = asked(request)
    actions.switch_feed(on=on, by=request.actor, at=clock.now())
    messages.success(request, "已开放日历订阅。" if on else "已停止日历订阅，所有日历地址都不再给出内容。")
    return redirect("almanac:feed")


@login_not_required
@never_cache
@require_GET
def download(request: Request, token: str) -> HttpResponse:
    """The calendar behind a private address. Nothing is kept of who asked, or when (R14-06)."""
    now = clock.now()
    found = feeds.events(feeds.account_behind(token), now)
    text = calendar(found, name="合力·支部年历", domain=request.get_host().partition(":")[0])
    response = HttpResponse(text, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="heli.ics"'
    return response


def _page(request: SignedInRequest, link: str = "") -> HttpResponse:
    feed_rules.may_have(request.actor).require()
    switch, is_on = queries.feed_switch(), queries.feed_is_on()
    in_use = feeds.feed_in_use(request.actor.account_id)
    shown = {
        "switch": switch,
        "is_on": is_on,
        "feed": in_use,
        "link": link,
        "can_open": feed_rules.may_open(request.actor, is_on=is_on),
        "may_switch": rules.may_switch(request.actor),
        "crumbs": way(Crumb("日历订阅")),
    }
    return render(request, "almanac/feed.html", shown)
