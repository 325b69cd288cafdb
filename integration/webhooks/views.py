"""Pages of webhooks: all of them, one with its log, setting it up, its secret, its place in the feed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, doors, errors, pages
from integration.rights import WEBHOOKS
from integration.webhooks import asking_for, forms, operations, policies, queries, showing


def _address(endpoint_id: int) -> str:
    return reverse("integration:webhook", args=[endpoint_id])


@require_safe
def list_endpoints(request: HttpRequest) -> HttpResponse:
    """The webhooks that one keeps, and how they fare."""
    context = showing.listed(request.user, request.GET.get("cursor"))  # type: ignore[arg-type]
    return pages.render(request, "integration/webhooks/list.html", context, parts=("list",))


@require_safe
def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One: what is sent to it, how far it is, what was tried."""
    return _page(request, endpoint_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, endpoint_id: int | None = None) -> HttpResponse:
    """Set up a webhook or change it. The answer to a new one shows its secret, which stands nowhere else."""
    rights.require(request.user, WEBHOOKS)
    actor: Any = request.user
    row = queries.get_endpoint(actor=actor, endpoint_id=endpoint_id) if endpoint_id else None
    policies.require_sending(actor, row.reader_id if row else actor.pk)
    form = forms.EndpointForm(request.POST or None, row=row, readers=showing.readers(actor), actor=actor)
    made: list[Any] = []

    def save() -> None:
        version = doors.version_of(request.POST) if row else None
        given = {"endpoint_id": endpoint_id, "version": version, **form.given()}
        made.extend(operations.save_endpoint(actor=actor, at=clock.now(), **given))

    if request.method == "POST" and _accepted(form, save):
        if row:
            return pages.leave(request, _address(made[0].pk), _("Webhook saved"))
        return _page(request, made[0].pk, secret=made[1])
    version = doors.shown_version(request, row) if row else ""
    context = {"form": form, "row": row, "version": version}
    return pages.render(request, "integration/webhooks/edit.html", context, status=422 if form.is_bound else 200)


def _accepted(form: Any, save: Any) -> bool:
    try:
        return doors.accepted(form, save)
    except errors.Conflict as error:
        doors.explain_conflict(form, error)
        return False


@require_POST
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """A new secret; it is on the answer and nowhere else."""
    form, made = forms.RotateForm(request.POST), list[str]()

    def call() -> None:
        given = {"version": doors.version_of(request.POST), "hours": int(form.cleaned_data["hours"])}
        made.append(operations.rotate_secret(actor=request.user, endpoint_id=endpoint_id, at=clock.now(), **given)[1])

    if doors.accepted(form, call):
        return _page(request, endpoint_id, secret=made[0])
    return _page(request, endpoint_id, rotate_form=form, status=422)


@require_POST
def switch(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Pause it; or send again, from where it stands or from now on."""
    given = {"actor": request.user, "endpoint_id": endpoint_id, "version": doors.version_of(request.POST)}
    to = request.POST.get("to", "")
    if to == "pause":
        operations.pause(**given, at=clock.now())
        return pages.leave(request, _address(endpoint_id), _("Paused"))
    operations.resume(**given, from_now=to == "now", at=clock.now())
    return pages.leave(request, _address(endpoint_id), _("It is sent again in a moment"))


@require_POST
def look_through(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Say of one of former days that it is as it should be."""
    version = doors.version_of(request.POST)
    operations.look_through(actor=request.user, endpoint_id=endpoint_id, version=version, at=clock.now())
    return pages.leave(request, _address(endpoint_id), _("Looked through"))


@require_POST
def send_test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Have a test message sent."""

    def ask() -> str:
        asking_for.send_test(actor=request.user, endpoint_id=endpoint_id, at=clock.now())
        return _address(endpoint_id)

    return pages.leave(request, doors.once(request, ask), _("The test message goes out in a moment."))


@require_POST
def resend(request: HttpRequest, endpoint_id: int, attempt_id: int) -> HttpResponse:
    """Have an event sent once more."""

    def ask() -> str:
        asking_for.resend(actor=request.user, endpoint_id=endpoint_id, attempt_id=attempt_id, at=clock.now())
        return _address(endpoint_id)

    return pages.leave(request, doors.once(request, ask), _("The event is sent again in a moment."))


@require_POST
def go_to(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send from another place of the feed."""
    form = forms.PlaceForm(request.POST)

    def call() -> None:
        given = {"version": doors.version_of(request.POST), "position": int(form.cleaned_data["position"])}
        operations.go_to(actor=request.user, endpoint_id=endpoint_id, at=clock.now(), **given)

    if doors.accepted(form, call):
        return pages.leave(request, _address(endpoint_id), _("It is sent from this place on"))
    return _page(request, endpoint_id, place_form=form, status=422)


@require_POST
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Take it away."""
    version = doors.version_of(request.POST)
    operations.remove(actor=request.user, endpoint_id=endpoint_id, version=version, at=clock.now())
    return pages.leave(request, resolve_url("integration:webhooks"), _("Webhook removed"))


def _page(request: HttpRequest, endpoint_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    actor: Any = request.user
    context = {
        **showing.detail(actor, endpoint_id, request.GET.get("cursor"), at=clock.now()),
        "rotate_form": forms.RotateForm(),
        "place_form": forms.PlaceForm(),
        **more,
    }
    response = pages.render(request, "integration/webhooks/detail.html", context, parts=("log",), status=status)
    if "secret" in more:
        response.headers["Cache-Control"] = "no-store"
    return response
