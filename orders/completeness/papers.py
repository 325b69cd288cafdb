"""What orders must have before a paper of several of them counts: goods leave, an invoice is issued (SEMANTICS 6)."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from common import errors
from common.errors import Text
from orders.completeness import rules
from orders.completeness.rules import Step
from orders.order.models import Order, OrderLine


def require_for(orders: Iterable[tuple[Order, Sequence[OrderLine]]], step: Step, said: Collection[str] = ()) -> None:
    """Raise Incomplete, naming order and field, where one lacks what the company's table asks of it before ``step``.
    ``said``: fields that the paper itself says and that are not missed."""
    wrong: dict[str, list[Text]] = {}
    for order, lines in orders:
        for gap in rules.missing(order, lines):
            if gap.step == step and gap.field not in said:
                words = {"order": str(order), "what": rules.gap_words(gap)}
                wrong.setdefault(gap.field, []).append(_("Order %(order)s lacks: %(what)s") % words)
    if wrong:
        text = _("The order is not complete for this step: %(step)s.") % {"step": step.label}
        raise errors.Incomplete(text, fields=wrong, step=str(step))
