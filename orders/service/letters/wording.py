"""Facts of orders in the words of a letter, in the language that is active."""

from typing import Any

from django.utils.translation import gettext as _

from common import company


def subject_of() -> str:
    """The subject of a progress letter."""
    return _("%(company)s: how your orders stand") % {"company": company.current().name}


def text_of(facts: dict[str, Any]) -> str:
    """The whole letter: a paragraph an order."""
    begin = _("here is how your orders with us stand on %(day)s.") % {"day": facts["day"]}
    orders = [_order(one) for one in facts["orders"]]
    end = _("If you have questions, please write or call us.")
    return "\n\n".join([_("Dear customer,"), begin, *orders, end, company.current().name])


def _order(one: dict[str, Any]) -> str:
    head = _("Your order %(number)s") % {"number": one["number"]}
    if one["customer_number"]:
        yours = _("your number %(number)s") % {"number": one["customer_number"]}
        head = _("%(order)s (%(yours)s)") % {"order": head, "yours": yours}
    lines = [_("%(name)s, %(quantity)s %(unit)s: %(state)s") % {**line, "state": _state(line)} for line in one["lines"]]
    payment = one["payment"]
    if payment:
        words = {"amount": f"{payment['amount']} {payment['currency']}", "day": payment["due"]}
        lines.append(_("Next payment: %(amount)s by %(day)s") % words)
    return "\n".join([head, *lines])


def _state(line: dict[str, Any]) -> str:
    if line["state"] == "SENT":
        return _("sent")
    if not line["day"]:
        late = line["state"] == "LATE"
        return _("it is delayed; we shall tell you the new day") if late else _("the day is still being settled")
    words = {
        "LATE": _("it is delayed; the new day is %(day)s"),
        "PART": _("%(shipped)s sent, the rest by %(day)s"),
        "READY": _("ready, to arrive by %(day)s"),
        "MADE": _("being made, to arrive by %(day)s"),
        "OPEN": _("to arrive by %(day)s"),
    }
    return words[line["state"]] % line
