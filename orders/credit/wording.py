"""What a refusal for want of credit says: the figures, and what can be done about it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common import currencies
from common.templatetags import fmt
from orders.credit.rules import Refusal


def explain(found: Refusal, *, limit: Decimal | None, exposure: Decimal, amount: Decimal, why: str = "") -> str:
    """The refusal in whole sentences. ``exposure`` counts the order of ``amount`` already; all in the company's
    currency. ``why``: the reason of a stop by hand."""
    figures = {
        "limit": _money(limit),
        "used": _money(exposure - amount),
        "amount": _money(amount),
        "over": _money((amount if found.code == "order_cap" else exposure) - (limit or Decimal(0))),
    }
    if found.code == "order_cap":
        said = _("Largest single order %(limit)s, this order %(amount)s: over by %(over)s.") % figures
        todo = _("Split the order, or ask for a special approval.")
    elif found.code in ("limit", "expired"):
        said = _("Limit %(limit)s, in use %(used)s, this order %(amount)s: over by %(over)s.") % figures
        todo = _("Order less, let the customer pay first, or ask for a special approval.")
    elif found.code == "overdue":
        said, todo = "", _("Let the customer pay first, or ask for a special approval.")
    else:
        said, todo = why, _("Ask finance.")
    return " ".join(filter(None, [str(found.text), said, todo]))


def _money(amount: Decimal | None) -> str:
    return fmt.money(amount, currencies.base())
