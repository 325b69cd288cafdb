"""Doors of rewards and penalties."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, currencies, doors, keyset, pages
from orders.order import queries as orders
from orders.order.doors import sent
from tasks.evaluation import forms, operations, policies, queries
from tasks.evaluation.filters import RewardFilter

PAGE_SIZE = 50


@require_GET
def list_rewards(request: HttpRequest) -> HttpResponse:
    """Rewards and penalties that one may see."""
    rows = doors.filtered(RewardFilter, request.GET, queries.list_rewards(request.user))
    page = keyset.paginate(
        rows, sorts=queries.REWARD_SORTS, sort="id", cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {"page": page, "base": currencies.base(), "may_give": rights.can(request.user, policies.REWARD)}
    return pages.render(request, "tasks/reward/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def give_reward(request: HttpRequest) -> HttpResponse:
    """Record a reward or a penalty."""
    rights.require(request.user, policies.REWARD)
    initial = {name: request.GET[name] for name in ("person_id", "order", "month") if request.GET.get(name)}
    form = forms.RewardForm(sent(request), people=queries.rewardable_by(request.user), initial=initial)
    back = reverse("tasks:reward-list")

    def call() -> str:
        data = dict(form.cleaned_data)
        number = data.pop("order").strip()
        data["order_id"] = orders.get_order(actor=request.user, reference=number).pk if number else None
        operations.give_reward(actor=request.user, at=clock.now(), **data)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, back, _("Recorded"))
    context = {"form": form, "url": request.get_full_path(), "dialog_back": back}
    return pages.dialog(request, "tasks/reward/_new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def undo_reward(request: HttpRequest, reward_id: int) -> HttpResponse:
    """Take one back, with a reason."""
    found, form = queries.get_reward(request.user, reward_id), forms.UndoForm(sent(request))
    policies.require_reward(request.user, found.person)
    back = reverse("tasks:reward-list")

    def call() -> None:
        operations.undo_reward(actor=request.user, reward_id=found.pk, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, _("Taken back"))
    context = {"form": form, "reward": found, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/reward/_undo.html", context, status=422 if request.method == "POST" else 200)
