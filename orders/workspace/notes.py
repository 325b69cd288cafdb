"""Lines above an order's tabs that say what is unusual about it, each with the way out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rulebook import citing
from accounts.rulebook import queries as rulebook
from common import clock, dates
from common.templatetags import fmt
from orders.completeness.rules import SOURCE_FILE, gap_words
from orders.order import risks
from orders.order.states import Origin, Status
from orders.rulebook import WARNING
from orders.templatetags import order_parts

AT_RISK = (Status.SUBMITTED, Status.EFFECTIVE)
MOST_RISKS = 20  # that are named; a long order is looked through in its lines
MOST_TEXT = 300  # letters of a text that stand above the tabs; the tab of details has all of it


@dataclass(frozen=True)
class Note:
    """One line: tone, icon, text, then linked items, then a link at its end (``opens``: in the dialog)."""

    tone: str
    icon: str
    text: str
    items: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    link: str = ""
    opens: bool = False


def notes(
    order: Any,
    gaps: Iterable[Any],
    findings: Iterable[dict[str, Any]],
    *,
    blocks: Iterable[Any],
    repeated: Iterable[Any] = (),
    with_money: bool,
    may_edit: bool,
) -> Iterator[Note]:
    """What a reader must know before anything else, gravest first; ``may_edit``: the notes are his to change.
    ``findings``: of the checks of entry, on a draft; ``blocks``: what must be paid before the order goes on;
    ``repeated``: what became different since the order that a draft was copied from."""
    if order.is_frozen:
        yield Note("frz", "snow", _frozen(order))
    if order.status == Status.DRAFT and order.is_rejected:
        words = _("Sent back: %(reason)s") % {"reason": order.rejection_reason}
        yield Note("bad", "reply", words, url=_edit(order), link=_("Correct the draft"))
    yield from _doubted(order)
    missing = [(gap_words(gap), f"{_edit(order)}#{anchor(gap.field)}") for gap in gaps]
    if missing:
        words = ngettext(
            "%(count)s thing is missing before submission:",
            "%(count)s things are missing before submission:",
            len(missing),
        )
        yield Note("warn", "list-check", words % {"count": len(missing)}, items=missing)
    yield from _found(order, list(findings))
    if differing := of_copy(repeated):
        yield differing
    if order.risks and order.status in AT_RISK:
        items = _with_clauses(list(risks.read(order.risks)))
        words = ngettext("%(count)s thing to look at twice:", "%(count)s things to look at twice:", len(items))
        yield Note("warn", "exclamation-triangle", words % {"count": len(items)}, items=items[:MOST_RISKS])
    yield from _stopped(order, blocks, with_money)
    if with_money and order_parts.is_overdue(order):
        words = _("A payment was due on %(day)s.") % {"day": fmt.day(order.next_due_date)}
        url = reverse("orders:order-money", args=[order.reference])
        yield Note("warn", "cash-coin", words, url=url, link=_("See the payment plan"))
    yield from _written(order, may_edit)
    if order.origin == Origin.HISTORY:
        words = _("From history, number in the source %(number)s: amounts are those of the file.")
        yield Note("", "archive", words % {"number": order.source_number or fmt.DASH})


def _with_clauses(found: list[Any]) -> list[tuple[str, str]]:
    """Each risk, with the clause of the rulebook that warns of it, and the way to its words."""
    today = dates.business_day(clock.now())
    clauses = rulebook.numbers_of({f"{WARNING}{risk.kind}" for risk in found}, today)
    items = []
    for risk in found:
        words, number = risk_words(risk), clauses.get(f"{WARNING}{risk.kind}")
        if number:
            words = _("%(risk)s (clause %(number)s)") % {"risk": words, "number": number}
        items.append((words, citing.address(number) if number else ""))
    return items


def of_copy(repeated: Iterable[Any]) -> Note | None:
    """What became different since the order that a draft was copied from (``orders.entry.repeating``)."""
    told = [(one.text, "") for one in repeated]
    if not told:
        return None
    words = ngettext(
        "%(count)s thing is different since the order that was copied:",
        "%(count)s things are different since the order that was copied:",
        len(told),
    )
    more = [(_("and %(n)s more") % {"n": len(told) - MOST_RISKS}, "")] if len(told) > MOST_RISKS else []
    return Note("warn", "arrow-repeat", words % {"count": len(told)}, items=[*told[:MOST_RISKS], *more])


def _stopped(order: Any, blocks: Iterable[Any], with_money: bool) -> Iterator[Note]:
    """Control points of the payment plan that are not passed."""
    for block in blocks:
        is_ship = block.control == "SHIP"
        if not with_money:
            words = _("Not shipped until it is paid for.") if is_ship else _("Not produced until it is paid for.")
            yield Note("warn", "cash-coin", words)
            continue
        words = (
            _("Not shipped before %(missing)s more came in.")
            if is_ship
            else _("Not produced before %(missing)s more came in.")
        )
        url = reverse("orders:order-money", args=[order.reference])
        amount = fmt.money(block.missing, order.currency_id)
        yield Note("warn", "cash-coin", words % {"missing": amount}, url=url, link=_("See the payment plan"))


def _found(order: Any, findings: list[dict[str, Any]]) -> Iterator[Note]:
    """What the checks of entry find on a draft: what refuses it first."""
    refusing = [one for one in findings if one["severity"] == "ERROR"]
    if refusing:
        words = ngettext(
            "%(count)s thing refuses submission:", "%(count)s things refuse submission:", len(refusing)
        ) % {"count": len(refusing)}
        yield Note("bad", "x-octagon-fill", words, items=_items(order, refusing))
    if warning := [one for one in findings if one["severity"] != "ERROR"]:
        words = ngettext("%(count)s thing to look at twice:", "%(count)s things to look at twice:", len(warning))
        words %= {"count": len(warning)}
        yield Note("warn", "exclamation-triangle", words, items=_items(order, warning))


def _items(order: Any, findings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(_of_line(one), f"{_edit(order)}#{anchor(one['field'])}") for one in findings[:MOST_RISKS]]


def _of_line(finding: dict[str, Any]) -> str:
    parts = finding["field"].split(".")
    if parts[0] != "lines":
        return finding["text"]
    return _("line %(line)s: %(what)s") % {"line": parts[1], "what": finding["text"]}


def _doubted(order: Any) -> Iterator[Note]:
    """What keeps a draft from going on until somebody clears it."""
    if order.set_aside_reason:
        words = _("Set aside: %(reason)s") % {"reason": order.set_aside_reason}
        url = reverse("orders:order-release", args=[order.reference])
        yield Note("bad", "pause-circle", words, url=url, link=_("Release"), opens=True)
    if order.open_doubts:
        words = ngettext("%(count)s doubt is not cleared.", "%(count)s doubts are not cleared.", order.open_doubts)
        yield Note("warn", "question-circle", words % {"count": order.open_doubts}, url="#doubts", link=_("See them"))
    if order.open_exceptions:
        words = ngettext(
            "%(count)s exception is not closed.", "%(count)s exceptions are not closed.", order.open_exceptions
        )
        url = reverse("orders:order-aftercare", args=[order.reference])
        said = words % {"count": order.open_exceptions}
        yield Note("warn", "exclamation-octagon-fill", said, url=url, link=_("See them"))


def _written(order: Any, may_edit: bool) -> Iterator[Note]:
    """What people wrote about the whole order: requirements of the customer, notes of ours."""
    details = reverse("orders:order-particulars", args=[order.reference])
    if order.special_requirements:
        words = _("Special requirements: %(text)s") % {"text": _short(order.special_requirements)}
        yield Note("warn", "megaphone", words, url=details, link=_("All details"))
    if order.notes:
        words = _("Notes: %(text)s") % {"text": _short(order.notes)}
        if may_edit:
            url = reverse("orders:order-notes", args=[order.reference])
            yield Note("", "chat-left-text", words, url=url, link=_("Edit the notes"), opens=True)
        else:
            yield Note("", "chat-left-text", words, url=details, link=_("All details"))


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(MOST_TEXT)


def risk_words(risk: Any) -> str:
    """A risk with its line, if it is of one: "line 3: below the floor price"."""
    if not risk.line_no:
        return str(risk.text)
    return _("line %(line)s: %(what)s") % {"line": risk.line_no, "what": risk.text}


def anchor(path: str) -> str:
    """The DOM id on the entry page of a field path: a row for ``lines.3.price``, else the header's field."""
    if path == SOURCE_FILE:
        return "attachments"
    parts = path.split(".")
    if parts[0] == "lines":
        return f"row-{parts[1]}" if len(parts) > 1 else "lines"
    return f"id_{path}"


def _frozen(order: Any) -> str:
    words = _("Frozen by %(who)s: %(reason)s") % {
        "who": order.frozen_by.name if order.frozen_by else fmt.DASH,
        "reason": order.freeze_reason,
    }
    if order.frozen_until:
        words += " · " + _("lifts itself after %(day)s") % {"day": fmt.day(order.frozen_until)}
    return words


def _edit(order: Any) -> str:
    return reverse("orders:order-edit", args=[order.reference])
