"""What the scripts of the entry page get: rows out of pasted text, and the words they say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags import fmt
from orders.entry.pasting import matching
from orders.workspace import entering
from products.kits import queries as kits


def pasted(user: Any, reading: matching.Reading) -> dict[str, Any]:
    """What was read out of a pasted text, for the grid and the tray beside it."""
    entering.require_entry(user)
    guesses = {one.product.pk: one.product for read in reading.rows for one in read.candidates}
    free = kits.available(guesses)
    return {
        "rows": [
            {
                "cells": dict(matching.cells_of(read)),
                "raw": "" if read.product else read.pasted.raw,
                "why": str(read.why),
                "candidates": [_candidate(one, free) for one in read.candidates] if not read.product else [],
            }
            for read in reading.rows
        ],
        "left_out": reading.left_out,
    }


def _candidate(one: matching.Candidate, free: Mapping[int, Decimal]) -> dict[str, str]:
    product = one.product
    available = "" if product.is_service else f"{fmt.qty(max(Decimal(0), free[product.pk]))} {product.unit}"
    told = " ".join(filter(None, [product.name, product.specification]))
    return {"code": product.code, "name": told, "free": available, "fit": f"{round(one.confidence * 100)} %"}


def words() -> dict[str, str]:
    """What the scripts of the page say."""
    return {
        "kept": _("not sent yet, kept in this browser"),
        "not_yet": _("not saved yet: something above cannot be saved"),
        "stopped": _("not saved any more: somebody else's version stands there"),
        "keep_mine": _("Keep mine as another draft"),
        "show_theirs": _("Show the present state"),
        "found": _("Entries of %(time)s that were not saved are kept in this browser."),
        "found_older": _(
            "Entries of %(time)s that were not saved are kept in this browser; the draft was saved since."
        ),
        "reading": _("Reading what was pasted…"),
        "unread": _("What was pasted could not be read now; it is kept beside the lines."),
        "paste_done": _("%(count)s rows filled in, %(doubtful)s to be looked at"),
        "take": _("Take"),
        "choose": _("Choose"),
        "choose_of": _("Choose from %(count)s"),
        "ignore": _("Leave out"),
        "left_out": _("Read as no line:"),
        "free": _("free"),
        "take_back": _("Take them back"),
        "discard": _("Discard"),
    }
