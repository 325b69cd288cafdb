"""How an order is drawn (`{% load order_parts %}`): its state, its flags, how far it is. Reads columns only.

{% order_status order pill=True %}  {% order_flags order %}  {% order_progress order %}  {% order_paid order %}
{% line_progress line %}  {% line_closed line %}  {% outbound_status document %}  {% order_link order %}
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.templatetags import fmt, ui
from customers.models import PaymentTermRow
from orders.order import states
from orders.order.models import reference_of
from orders.order.risks import Kind, Risk

register = template.Library()

NOTHING = Decimal(0)
HUNDRED = Decimal(100)
_GLYPHS = {
    states.Status.DRAFT: "draft",
    states.Status.SUBMITTED: "wait",
    states.Status.EFFECTIVE: "active",
    states.Status.CLOSED: "closed",
    states.Status.ARCHIVED: "archived",
    states.Status.VOID: "void",
}
_UNDER_WAY = (states.Stage.LOGISTICS, states.Stage.DELIVERY, states.Stage.COMPLETE)
_OUTBOUND_GLYPHS = {"DRAFT": "draft", "AUDITED": "run", "SIGNED": "closed", "VOID": "void"}


def state_of(order: Any) -> tuple[str, str]:
    """(glyph, word) of an order. 执行中 and 已退回 are shown, never stored (SEMANTICS 2)."""
    if order.status == states.Status.DRAFT and order.is_rejected:
        return "reject", _("Sent back")
    if order.status == states.Status.EFFECTIVE and is_running(order):
        return "run", _("In progress")
    return _GLYPHS[order.status], str(states.Status(order.status).label)


def is_running(order: Any) -> bool:
    """Whether anything of an effective order is on a delivery notice, on its way or delivered."""
    return order.fulfilment != states.Fulfilment.NONE or order.stage in _UNDER_WAY


def is_late(order: Any) -> bool:
    """Whether the promised day has passed and goods are still to be sent."""
    return bool(
        order.status == states.Status.EFFECTIVE
        and order.promised_date
        and order.fulfilment != states.Fulfilment.FULL
        and order.promised_date < fmt.today()
    )


def is_overdue(order: Any) -> bool:
    """Whether a payment of the order is past its day. Closing an order does not end it (SEMANTICS 3)."""
    return bool(order.next_due_date and order.next_due_date < fmt.today() and order.status != states.Status.VOID)


def is_payment_unknown(order: Any) -> bool:
    """Whether nobody knows if the order was paid: from history, and no receipts came with it."""
    return order.origin == states.Origin.HISTORY and not order.received_amount


@register.simple_tag
def order_status(order: Any, pill: bool = False) -> SafeString:
    """The one state of an order: glyph and word."""
    glyph, word = state_of(order)
    return ui.status(glyph, word, pill=pill)


@register.simple_tag
def past_status(status: str) -> SafeString:
    """The state that an order was in at a past moment."""
    state = states.Status(status)
    return ui.status(_GLYPHS[state], str(state.label))


def facts_of(order: Any, with_money: bool = True, told: Iterable[Risk] = ()) -> list[tuple[str, str, str, str]]:
    """Facts beside the ladder, the gravest first: word, tone, icon, and what is to be said of it. ``told``: the risks
    that the reader may know."""
    found = []
    if order.is_frozen:
        found.append((_("Frozen"), "frz", "snow", order.freeze_reason))
    if order.status == states.Status.DRAFT and order.set_aside_reason:
        found.append((_("Set aside"), "bad", "pause-circle", order.set_aside_reason))
    if order.open_doubts:
        found.append((_("Doubts"), "warn", "question-circle", fmt.qty(order.open_doubts)))
    if order.open_exceptions:
        found.append((_("Exceptions"), "bad", "exclamation-octagon-fill", fmt.qty(order.open_exceptions)))
    if order.is_changing:
        found.append((_("Changing"), "chg", "arrow-left-right", ""))
    if is_late(order):
        found.append((_("Late"), "bad", "exclamation-triangle-fill", ""))
    if order.is_urgent:
        found.append((_("Urgent"), "bad", "lightning-charge-fill", ""))
    if with_money and is_overdue(order):
        found.append((_("Payment overdue"), "warn", "cash-coin", ""))
    if words := sorted({str(Kind(risk.kind).short) for risk in told}):
        found.append((_("Look twice"), "warn", "eye", ", ".join(words)))
    if order.origin == states.Origin.HISTORY:
        found.append((_("History"), "line", "archive", ""))
    return found


def flags_of(order: Any, with_money: bool = True) -> list[SafeString]:
    """The facts as they are drawn."""
    return [ui.flag(*fact) for fact in facts_of(order, with_money, order.__dict__.get("told_risks") or ())]


@register.simple_tag
def order_flags(order: Any, with_money: bool = True) -> SafeString:
    """The flags of an order, or – for screen readers and tables alike."""
    found = flags_of(order, with_money)
    if not found:
        return format_html('<span class="t3 only-d" aria-label="{}">{}</span>', _("none"), fmt.DASH)
    return format_html_join(" ", "{}", ((one,) for one in found))


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Percent of ``whole``, unrounded; 0 when there is nothing to measure against."""
    return part * HUNDRED / whole if whole else NOTHING


def shipped_percent(order: Any) -> Decimal:
    """Shipped by amount, of what is to be delivered; an order of gifts (amount 0) goes by its derived state."""
    if whole := to_deliver(order):
        return share(order.shipped_amount, whole)
    return HUNDRED if order.fulfilment == states.Fulfilment.FULL else NOTHING


def to_deliver(order: Any) -> Decimal:
    """Worth of what was delivered and is still to be delivered, without what was let go by closing; nothing where
    amounts are hidden."""
    return (order.shipped_amount or NOTHING) + (order.unshipped_amount or NOTHING)


def paid_percent(order: Any) -> Decimal:
    """Received by amount, of what is owed; where nothing is owed (any more) the derived state says it."""
    if order.due_amount:
        return share(order.received_amount, order.due_amount)
    is_settled = order.settlement in (states.Settlement.PAID, states.Settlement.OVERPAID)
    return HUNDRED if is_settled else NOTHING


@register.simple_tag
def order_progress(order: Any, size: str = "") -> SafeString:
    """Signed green, on the way blue, reserved pale; the percentage is what was shipped, by amount."""
    shipped = shipped_percent(order)
    whole = to_deliver(order)
    signed = share(order.signed_amount, whole)
    reserved = share(order.reserved_amount, whole)
    label = _("Signed %(signed)s, shipped %(shipped)s, reserved %(reserved)s") % {
        "signed": fmt.percent(signed / 100),
        "shipped": fmt.percent(shipped / 100),
        "reserved": fmt.percent(reserved / 100),
    }
    return ui.pct(shipped, [("sg", signed), ("sh", shipped - signed), ("rs", reserved)], label, size)


@register.simple_tag
def order_paid(order: Any, size: str = "w44") -> SafeString:
    """How much of what is owed came in; green only when all of it did. A dash where nobody knows."""
    if is_payment_unknown(order):
        return ui.money(None)
    paid = paid_percent(order)
    tone = "sg" if paid >= HUNDRED else "mu"
    label = _("Received %(percent)s") % {"percent": fmt.percent(paid / 100)}
    return ui.pct(paid, [(tone, paid)], label, size)


@register.simple_tag
def line_progress(line: Any) -> SafeString:
    """The bar of a line by quantity."""
    label = _("Signed %(signed)s, shipped %(shipped)s, reserved %(reserved)s, of %(ordered)s") % {
        "signed": fmt.qty(line.signed),
        "shipped": fmt.qty(line.shipped),
        "reserved": fmt.qty(line.reserved),
        "ordered": fmt.qty(line.ordered),
    }
    segments = [
        ("sg", share(line.signed, line.ordered)),
        ("sh", share(line.shipped - line.signed, line.ordered)),
        ("rs", share(line.reserved, line.ordered)),
    ]
    return ui.bar(segments, label)


@register.simple_tag
def line_closed(line: Any) -> SafeString:
    """The company's row-close flag (R024) with our own closure in words under it."""
    mark = ui.flag("Y", "ok", "lock-fill") if line.row_closed else ui.flag("N", "line")
    words = closure_words(line)
    return format_html('{}<span class="sub" title="{}">{}</span>', mark, line.close_reason, words) if words else mark


def closure_words(line: Any) -> str:
    """Why a line is closed, or what keeps it from closing."""
    if line.is_frozen:
        return _("frozen")
    if line.is_changing:
        return _("being changed")
    if line.closure == states.Closure.AUTO:
        return pgettext("line", "performed") if line.is_service else _("all shipped")
    if line.closure in (states.Closure.SHORT, states.Closure.CANCELLED):
        return _("%(quantity)s not delivered") % {"quantity": fmt.qty(line.short_closed)}
    return ""


@register.simple_tag
def outbound_status(document: Any, pill: bool = False) -> SafeString:
    """The state of an outbound document."""
    return ui.status(_OUTBOUND_GLYPHS[document.status], document.get_status_display(), pill=pill)


@register.simple_tag
def order_link(order: Any) -> SafeString:
    """The order's number as a link to its page."""
    return format_html('<a class="so-no" href="{}">{}</a>', order_url(order), order.display_number)


def order_url(order: Any) -> str:
    """The address of the order's page: asked twice for every row of a list, so it is resolved once."""
    before, after = _around_reference()
    return f"{before}{order.reference}{after}"


@cache
def _around_reference() -> tuple[str, str]:
    sample = reference_of(None, 0)
    before, _sample, after = reverse("orders:order-detail", args=[sample]).partition(sample)
    return before, after


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key that a variable holds; None when there is none."""
    return mapping.get(key)


@register.filter
def spoken(source: str) -> str:
    """A source text that was stored with ``gettext_noop``, in the reader's language."""
    return _(source) if source else ""


@register.filter
def basis_words(row: Any) -> str:
    """From when on a row of a payment plan counts, in words."""
    return str(PaymentTermRow.Basis(row.basis).label)


@register.filter
def rest(receipt: Any) -> Decimal:
    """What of a receipt is not allocated; nothing of a void one."""
    return NOTHING if receipt.is_void else receipt.amount - receipt.allocated


@register.simple_tag
def approval_bar(css: str, used: Any) -> SafeString:
    """How much of the time for a decision has passed; the words beside it say how much is left."""
    return ui.bar([(css, used)], size="w64")


@register.filter
def entry_words(kind: str) -> str:
    """What an entry of a statement of account is."""
    words = {
        "DELIVERY": pgettext("statement", "Delivery"),
        "SERVICE": pgettext("statement", "Service"),
        "FREIGHT": pgettext("statement", "Freight"),
        "RECEIPT": pgettext("statement", "Receipt"),
        "REFUND": _("Paid back"),
        "RETURN": _("Return"),
        "DISHONOUR": _("Draft dishonoured"),
        "TRANSFER": pgettext("statement", "Between accounts"),
    }
    return words.get(kind, kind)
