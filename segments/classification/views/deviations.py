"""The list of deviations, kind by kind."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from common import keyset, pages
from common.templatetags import fmt, ui
from segments.classification import deviations

PAGE_SIZE = 50


@require_GET
def list_deviations(request: HttpRequest) -> HttpResponse:
    """The deviations of one kind that the person may see, with the counts of all kinds."""
    counted = deviations.count_kinds(request.user)  # type: ignore[arg-type]
    chosen = deviations.choose(counted, request.GET.get("kind", ""))
    kind, words = chosen.kind, request.GET.get("q", "")
    page = keyset.paginate(
        deviations.find(request.user, kind, words),  # type: ignore[arg-type]
        sorts=deviations.SORTS,
        sort="newest",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    kind.ready(page.items)
    context = {
        "groups": _groups(counted, chosen),
        "chosen": chosen,
        "kind": kind,
        "q": words,
        "page": page,
        "rows": [_row(kind, row) for row in page.items],
        "is_clean": not any(one.count for one in counted),
    }
    return pages.render(request, "classification/deviations.html", context, parts=("list",))


def _groups(counted: list[deviations.Counted], chosen: deviations.Counted) -> list[dict[str, Any]]:
    """The kinds as links, under the things that they are of."""
    home = reverse("classification:deviation-list")
    return [
        {
            "label": thing,
            "kinds": [
                {"kind": one, "url": f"{home}?{urlencode({'kind': one.key})}", "is_current": one is chosen}
                for one in group
            ],
        }
        for thing, group in groupby(counted, key=lambda one: one.kind.thing)
    ]


def _row(kind: deviations.Kind, row: Any) -> dict[str, Any]:
    shown = kind.show(row)
    cells = [(fact, _drawn(fact.value(row))) for fact in kind.facts]
    return {"title": shown.title, "url": shown.url, "cells": cells}


def _drawn(value: Any) -> Any:
    if isinstance(value, date):
        return ui.day(value)
    return fmt.qty(value) if isinstance(value, Decimal) else fmt.dash(value)
