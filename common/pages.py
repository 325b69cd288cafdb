"""How a view answers: whole page or part, success that leaves, refusal in words (DESIGN 4 and 5).

The only module that knows htmx. Views call one function of it; templates of parts are named
``_part_name.html`` beside their page, where the part's DOM id is ``part-name``.
"""

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseLocation, reswap, retarget, trigger_client_event

_DIALOG_HEADING = re.compile(r'<h2 id="dialog-title">(.*?)</h2>', re.DOTALL)
_LEVELS = {"ok": messages.SUCCESS, "err": messages.ERROR, "prog": messages.INFO, "wrn": messages.WARNING}


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page: not for a boosted link, nor to rebuild history."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(
    request: HttpRequest, template: str, context: dict[str, Any], *, parts: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """The page ``template``, or the one of its ``parts`` that an htmx request targets (HX-Target = DOM id).

    With a single part every htmx request gets it, unless it targets #main or the body.
    """
    response: HttpResponse
    name = _part_wanted(request, parts)
    if name:
        folder = template.rpartition("/")[0]
        response = part(request, f"{folder}/_{name.replace('-', '_')}.html", context, status=status)
    else:
        response = HttpResponse(render_to_string(template, context, request), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _part_wanted(request: HttpRequest, parts: Sequence[str]) -> str:
    if not wants_part(request):
        return ""
    target = request.htmx.target or ""  # type: ignore[attr-defined]
    if target in parts:
        return target
    return parts[0] if len(parts) == 1 and target not in ("", "main") else ""


def part(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A part by its template; waiting toasts ride along out of band."""
    made = render_to_string(template, context, request)
    if wants_part(request) and len(messages.get_messages(request)):
        made += render_to_string("components/_toasts_oob.html", {}, request)
    response = HttpResponse(made, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def invalid(request: HttpRequest, template: str, context: dict[str, Any], *, parts: Sequence[str] = ()) -> HttpResponse:
    """The form again, with what is wrong: 422."""
    return render(request, template, context, parts=parts, status=422)


def leave(request: HttpRequest, url: str, message: Any = "", level: str = "ok", **toast_options: Any) -> HttpResponse:
    """A success that leads to another page: 303, for htmx ``HX-Location``; with a toast on arrival."""
    if message:
        toast(request, message, level, **toast_options)
    if wants_part(request):
        return HttpResponseLocation(url)
    return HttpResponse(status=303, headers={"Location": url})


def toast(
    request: HttpRequest,
    text: Any,
    level: str = "ok",
    *,
    link: tuple[Any, str] | None = None,
    undo: tuple[str, int] | None = None,
) -> None:
    """A short message on this answer or the next: ok, err (stays), wrn or prog; with a link (words, address), or
    with an undo button (address, version of what it takes back)."""
    tail = format_html('<br><a class="f12" href="{}">{}</a>', link[1], link[0]) if link else ""
    if undo:
        tail = format_html(
            '{}<form class="so-undo" method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="version" value="{}">'
            '<button class="btn btn-sm btn-quiet">{}</button></form>',
            tail,
            undo[0],
            get_token(request),
            undo[1],
            _("Undo"),
        )
    messages.add_message(request, _LEVELS[level], format_html("{}{}", text, tail))


def dialog(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A part made with the ``dialog`` tag: alone for the dialog on the page, else on a page of its own, which bears
    the heading of the dialog."""
    if wants_part(request):
        return part(request, template, context, status=status)
    made = render_to_string(template, context, request)
    heading = _DIALOG_HEADING.search(made)
    title = html.unescape(strip_tags(heading[1])).strip() if heading else ""
    whole = {**context, "dialog": made, "dialog_title": title}
    return render(request, "components/dialog_page.html", whole, status=status)


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Let the dialog on the page shut when this answer arrives."""
    return trigger_client_event(response, "so:close")


def options(request: HttpRequest, items: Iterable[dict[str, Any]], columns: Sequence[Any] = ()) -> HttpResponse:
    """The answer to an autocomplete (``data-ac-url``); keys of an item: see the ``options`` tag."""
    return part(request, "components/options.html", {"items": items, "columns": columns})


def signed_in(request: HttpRequest) -> HttpResponse:
    """The answer to a sign-in made in the dialog of an open page: it takes the new token and goes on."""
    return trigger_client_event(HttpResponse(status=204), "so:signed-in", {"token": get_token(request)})


def answer_json(data: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Plain JSON for our own scripts (the entry grid); Decimals and dates as text."""
    return HttpResponse(json.dumps(data, default=str, ensure_ascii=False), "application/json", status=status)


def aside(response: HttpResponse) -> HttpResponse:
    """Show a refusal in the dialog, so that the page behind it stays as it was."""
    return reswap(retarget(response, "#dialog"), "innerHTML")
