"""Doors of pairs that are alike: the list, the two answers to a pair, the page before a merge. The archives name
their rows, their pages and their operations; what they share is here."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from common import doors, keyset, pages
from common.errors import Text
from common.likeness import listing, searching
from common.likeness.merging import Preview
from common.likeness.models import DuplicatePair
from common.models import Job


def list_pairs(
    request: HttpRequest,
    template: str,
    rows: QuerySet[DuplicatePair],
    show: Callable[[Iterable[DuplicatePair]], Sequence[Any]],
    *,
    kind: str,
    url: str,
    may_merge: bool,
) -> HttpResponse:
    """A page of pairs, the likeliest first; ``show`` makes them of the rows, ``url`` is the list's own address. While
    the archive is searched it says how far that is, and shows itself anew when it is done."""
    page = keyset.paginate(
        listing.narrowed(rows, request.GET),
        sorts=listing.SORTS,
        sort=listing.SORT,
        cursor=request.GET.get("cursor"),
        size=listing.PAGE_SIZE,
    )
    progress = searching.progress_of(kind)
    context = {
        "page": page,
        "pairs": show(page.items),
        "views": listing.tabs(request.GET, url),
        "may_merge": may_merge,
        "progress": progress,
        "searched": searching.latest(kind),
    }
    response = pages.render(request, template, context, parts=("progress", "list"))
    if request.headers.get("HX-Target") == "progress" and progress is None:
        response["HX-Refresh"] = "true"
    return response


def search(request: HttpRequest, operation: Callable[[], Job], *, url: str) -> HttpResponse:
    """Have it searched now; every night it happens by itself."""
    operation()
    return pages.leave(request, url)


def decide(request: HttpRequest, operation: Callable[..., None], *, url: str) -> HttpResponse:
    """The two are not the same (``are_two``), or perhaps they are after all."""
    are_two = request.POST.get("are_two") == "1"
    operation(are_two=are_two)
    done = _("Noted; no search brings them back") if are_two else _("To be decided again")
    return pages.leave(request, url, done)


def preview_merge(
    request: HttpRequest,
    template: str,
    two: tuple[Model, Model],
    preview: Callable[[Any, Any], Preview],
    merge: Callable[..., object],
    *,
    swap_url: str,
    done: tuple[str, Text],
) -> HttpResponse:
    """What the merge of the first into the second would do, field by field. A POST does it: ``merge`` gets the fields
    chosen and the version seen, and the answer leads to ``done``, an address and what to say there."""
    source, target = two
    is_post = request.method == "POST"
    form = forms.Form(request.POST if is_post else None)

    def chosen() -> dict[str, Any]:
        return {"take": request.POST.getlist("take"), "version": doors.version_of(request.POST)}

    if is_post and doors.accepted(form, lambda: merge(**chosen())):
        return pages.leave(request, *done)
    context = {
        "source": source,
        "target": target,
        "preview": preview(source, target),
        "form": form,
        "version": doors.shown_version(request, source),
        "url": request.path,
        "swap_url": swap_url,
    }
    return pages.render(request, template, context, status=422 if is_post else 200)
