"""The letter to the customer about a change, drafted from its impact sheet in his language: why, what changes line by
line, what it means for amount and days, and what he may choose (R205). Figures and days as they are on his papers;
nothing of our stock, cost, credit or other customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import company, errors
from common.templatetags import fmt
from orders.changes import diffing, projecting
from orders.changes.choices import Side
from orders.changes.diff_rows import Diff, LineRow
from orders.changes.impact.alternatives import Kind
from orders.changes.impact.sheet import Alternative, LineDays, Sheet
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.projecting import Item, Projection
from orders.order.models import OrderLine

AS_ASKED = "AS_ASKED"
MOST_OPTIONS = 4
_KEPT = ("action", "line_no", "field", "old", "new")


@dataclass(frozen=True)
class Draft:
    """A letter before it is sent; ``options`` as ``ChangeLetter`` keeps them."""

    subject: str
    text: str
    options: list[dict[str, Any]]


def draft_letter(
    request: ChangeRequest,
    sheet: Sheet,
    language: str,
    *,
    lines: Sequence[OrderLine],
    items: Sequence[ChangeItem],
    actor: User,
    at: datetime,
) -> Draft:
    """The letter about a request with its order as it stands (``lines``: all of them). Saves nothing. Raises Invalid
    where the items no longer fit the order."""
    with translation.override(language):
        found = projecting.project(request.order, lines, items, actor=actor, at=at)
        options = [_option(AS_ASKED, _("As it is written here"), found, items, sheet.arrival)]
        for one in _offered(sheet):
            try:
                other = projecting.project(request.order, lines, one.items, actor=actor, at=at)
            except errors.Invalid:  # it does not fit any more: the sheet is worked out anew by and by
                continue
            options.append(_option(one.key, _label(one), other, one.items, one.arrival))
        subject = _("Change of your order %(order)s") % {"order": _named(request)}
        return Draft(subject[:200], _text(request, sheet, diffing.diff(found, None), options), options)


def _offered(sheet: Sheet) -> list[Alternative]:
    """The ways that a customer may choose, the best first: those that take nothing from others."""
    return [one for one in sheet.alternatives if one.kind != Kind.TAKE and not one.broken][: MOST_OPTIONS - 1]


def _label(one: Alternative) -> str:
    return {
        Kind.SUBSTITUTE: _("Another product in time"),
        Kind.PARTLY: _("What can be there in time"),
        Kind.SPLIT: _("In several deliveries"),
        Kind.LATER: _("All together, later"),
    }.get(Kind(one.kind), str(Kind(one.kind).label))


def _named(request: ChangeRequest) -> str:
    order = request.order
    return f"{order} ({order.customer_po_number})" if order.customer_po_number else str(order)


# --- what he may choose --------------------------------------------------------------------------


def _option(key: str, label: str, found: Projection, items: Sequence[Item], arrival: Any) -> dict[str, Any]:
    diff = diffing.diff(found, None)
    return {
        "key": key,
        "label": label,
        "text": diff.title,
        "rows": [*_head_rows(diff), *(_row(one) for one in diff.changed)],
        "total": fmt.money(found.order.total_amount, found.order.currency_id),
        "day": arrival.isoformat() if arrival else "",
        "items": [{name: getattr(one, name) for name in _KEPT} for one in items],
    }


def _head_rows(diff: Diff) -> list[dict[str, str]]:
    return [{"label": str(row.label), "old": row.old, "new": row.new} for row in diff.head]


def _row(row: LineRow) -> dict[str, str]:
    """A changed line in three cells: what it is, what it was, what it becomes."""
    others_old = [f"{one.label}: {one.old}" for one in row.others if one.old]
    others_new = [f"{one.label}: {one.new}" for one in row.others if one.new]
    return {
        "label": f"{row.line_no}. {row.name} {row.code}",
        "old": " · ".join([*_side(row, row.old), *(others_old if row.old else [])]),
        "new": " · ".join([*_side(row, row.new), *(others_new if row.new else [])]),
    }


def _side(row: LineRow, side: Any) -> list[str]:
    if side is None:
        return []
    words = [f"{fmt.qty(side.quantity)} {row.unit}", fmt.money(side.amount)]
    return [*words, fmt.full_day(side.day)] if side.day else words


# --- the words -----------------------------------------------------------------------------------


def _text(request: ChangeRequest, sheet: Sheet, diff: Diff, options: list[dict[str, Any]]) -> str:
    parts = [_greeting(request), _why(request), _changes(options[0]), _money(diff), _days(sheet)]
    if len(options) > 1:
        parts.append(_choice(options))
    else:
        parts.append(_("Please tell us whether you agree."))
    return "\n\n".join(part for part in [*parts, company.current().name] if part)


def _greeting(request: ChangeRequest) -> str:
    name = request.order.contact_name
    return _("Dear %(name)s,") % {"name": name} if name else _("Dear customer,")


def _why(request: ChangeRequest) -> str:
    words = {"order": _named(request)}
    if request.source == Side.CUSTOMER:
        return _("thank you for your message about your order %(order)s. This is what we would change:") % words
    reason = request.reason_text or (str(request.reason) if request.reason else "")
    if not reason:
        return _("we have to ask you for a change of your order %(order)s:") % words
    return _("we have to ask you for a change of your order %(order)s, and are sorry for it (%(reason)s):") % {
        **words,
        "reason": reason,
    }


def _changes(option: dict[str, Any]) -> str:
    lines = []
    for row in option["rows"]:
        if row["old"] and row["new"]:
            lines.append(f"· {row['label']}: {row['old']} → {row['new']}")
        else:
            word = _("new: %(words)s") if row["new"] else _("cancelled: %(words)s")
            lines.append(f"· {row['label']} – " + word % {"words": row["new"] or row["old"]})
    return "\n".join(lines)


def _money(diff: Diff) -> str:
    total = diff.total
    if total is None:
        return ""
    words = {"old": fmt.money(total.old, diff.currency), "new": fmt.money(total.new, diff.currency)}
    if total.old == total.new:
        return _("The total stays %(old)s.") % words
    return _("The total goes from %(old)s to %(new)s, tax included.") % words


def _days(sheet: Sheet) -> str:
    lines = [_late(one) for one in sheet.not_kept]
    if sheet.arrival and sheet.promised and sheet.arrival != sheet.promised:
        words = {"before": fmt.full_day(sheet.promised), "after": fmt.full_day(sheet.arrival)}
        lines.append(_("Everything would be there by %(after)s; until now it was %(before)s.") % words)
    elif sheet.arrival:
        lines.append(_("Everything would be there by %(after)s.") % {"after": fmt.full_day(sheet.arrival)})
    return "\n".join(lines)


def _late(one: LineDays) -> str:
    words = {
        "line": one.line_no,
        "product": one.product_code,
        "wished": fmt.full_day(one.wished),
        "arrival": fmt.full_day(one.arrival),
        "quantity": f"{fmt.qty(one.in_time)} {one.unit}",
    }
    if one.in_time:
        return (
            _("Line %(line)s (%(product)s): %(quantity)s can be there by %(wished)s, all of it by %(arrival)s.") % words
        )
    return _("Line %(line)s (%(product)s) can be there by %(arrival)s instead of %(wished)s.") % words


def _choice(options: list[dict[str, Any]]) -> str:
    lines = [_("Please choose what suits you best:")]
    for number, one in enumerate(options, start=1):
        words = [one["text"], one["total"]]
        if one["day"]:
            words.append(_("there by %(day)s") % {"day": one["day"]})
        lines.append(f"{number}. {one['label']}: {' · '.join(words)}")
    advised = options[1]["label"]
    lines.append(_("We advise “%(option)s”.") % {"option": advised})
    return "\n".join(lines)
