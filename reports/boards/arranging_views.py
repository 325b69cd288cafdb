"""The doors of arranging a board."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from reports.boards import choosing, operations, showing


@require_http_methods(["GET", "POST"])
def arrange_board(request: HttpRequest) -> HttpResponse:
    """What stands on a board, in which order and how large; buttons that move something draw the form anew."""
    actor: Any = request.user
    board, role = choosing.board_to_show(actor, request.GET.get("board", "")), request.GET.get("role", "")
    form = forms.Form(request.POST or None)
    draft = showing.draft_of(request.POST) if request.method == "POST" else None

    def keep() -> None:
        version = doors.version_of(request.POST)
        given: dict[str, Any] = {"figures": draft.on(showing.FIGURE), "tiles": draft.placed} if draft else {}
        operations.arrange(actor=actor, board=board.code, role=role, version=version, at=clock.now(), **given)

    if draft is not None and (step := request.POST.get("move", "")):
        draft = draft.moved(step)
    elif draft is not None and doors.accepted(form, keep):
        return pages.leave(request, _back(board.code, role), _("Saved"))
    context = showing.page(actor, board, role, draft)
    context |= {"form": form, "version": doors.shown_version(request, context["kept"]), "moved": draft is not None}
    return pages.render(request, "reports/boards/arrange.html", context, status=422 if form.errors else 200)


@require_POST
def reset_board(request: HttpRequest) -> HttpResponse:
    """Forget an arrangement: that of the role or of the house counts again."""
    actor: Any = request.user
    board, role = request.POST.get("board", ""), request.POST.get("role", "")
    version = doors.version_of(request.POST)
    operations.go_back(actor=actor, board=board, role=role, version=version, at=clock.now())
    return pages.leave(request, _back(board, role), _("The standard counts again"))


def _back(board: str, role: str) -> str:
    """The board itself, or the page of a role's arrangement: the board of him who arranged it may be another."""
    if role:
        return f"{reverse('reports:dashboard-arrange')}?{urlencode({'board': board, 'role': role})}"
    return f"{reverse('reports:dashboard')}?{urlencode({'board': board})}"
