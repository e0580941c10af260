"""提醒: the own digests, and how one wants to be reminded. Nobody else has a page of them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.models import Account
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.notices import actions, queries, rules
from heli.notices.forms import ChoiceForm
from heli.ui.catalogue import Crumb


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The own digests of the last days. That they were looked at is kept nowhere."""
    today = clock.today()
    shown = {
        "digests": queries.digests_of(request.actor.account_id or 0, today),
        "chosen": queries.choice_of(request.actor.account_id),
        "ladder": rules.numbers("ladder", today),
        "quiet": rules.numbers("quiet_hours", today),
        "days": rules.numbers("shown_days", today)[0],
        "kept": rules.numbers("kept_days", today)[0],
        "mail": settings.HELI_MAIL,
        "crumbs": [Crumb("我的账号", reverse("accounts:mine")), Crumb("提醒")],
    }
    return render(request, "notices/mine.html", shown)


@require_http_methods(["GET", "POST"])
def choice(request: SignedInRequest) -> HttpResponse:
    """Set what one is reminded of, and whether by mail."""
    account = get_object_or_404(Account, pk=request.actor.account_id)
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        chosen=queries.choice_of(account.pk),
        mail=settings.HELI_MAIL,
    )
    if form.is_valid():
        actions.choose(account=account, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已保存提醒设置。")
        return redirect("notices:mine")
    way = [Crumb("提醒", reverse("notices:mine")), Crumb("提醒设置")]
    shown = {"form": form, "mail": settings.HELI_MAIL, "crumbs": way}
    return render(request, "notices/choice.html", shown, status=422 if form.errors else 200)
