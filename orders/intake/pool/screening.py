"""The first screening (R069): what arrives with an obvious error is set aside, with the reason, before anybody spends
time on it. What is merely incomplete is no error: it is what entry is for."""

from django.utils.translation import gettext as _

from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.models import IntakeItem


def fault(item: IntakeItem, arrival: Arrival) -> str:
    """Why a piece is set aside at once, in words; "" when it is not."""
    if arrival.set_aside:
        return arrival.set_aside
    customer = item.customer
    if customer is not None and customer.is_blocked:
        return _("The customer is blocked: %(reason)s") % {"reason": customer.block_reason}
    if customer is not None and not customer.is_active:
        return _("The customer is not in use any more")
    if arrival.customer_code and customer is None:
        return _("No customer has the code “%(code)s”.") % {"code": arrival.customer_code}
    wrong = [number for number, row in enumerate(arrival.rows, start=1) if _is_nonsense(row.get("quantity", ""))]
    if wrong:
        return _("A quantity is zero or less in row %(rows)s.") % {"rows": ", ".join(map(str, wrong[:10]))}
    return ""


def _is_nonsense(quantity: str) -> bool:
    text = quantity.strip().replace(",", "")
    return text.startswith("-") or (text != "" and text.strip("0.") == "" and text.strip(".") != "")
