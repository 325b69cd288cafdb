"""What a credit grade means for payment: the terms that it allows and proposes (R117, R222, R223), whether it asks
for a guarantee or an advance payment (R110): the company's table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common import settings
from customers.credit import queries
from customers.grading import Grade
from customers.models import Customer, PaymentTerm

SETTING = "credit.terms_by_grade"
NO_GRADE = ""  # customers without a grade: new ones, mostly
GRADES = (*Grade.values, NO_GRADE)
KEYS = {grade: grade or "NONE" for grade in GRADES}  # as the setting and the form name them


@dataclass(frozen=True)
class OfGrade:
    """Codes of terms; none ``allowed``: all are. ``asks_security``: for a guarantee that holds, or terms with an
    advance."""

    allowed: frozenset[str] = frozenset()
    default: str = ""
    asks_security: bool = False

    def stored(self) -> dict[str, Any]:
        """As the table keeps it: only what it says."""
        row = {"allowed": sorted(self.allowed), "default": self.default, "asks_security": self.asks_security}
        return {name: value for name, value in row.items() if value}

    def allows(self, code: str) -> bool:
        """Whether these terms need no leave for the grade."""
        return not self.allowed or code in self.allowed


def table() -> dict[str, OfGrade]:
    """What each grade allows now."""
    stored: Mapping[str, Any] = settings.get(SETTING)
    found = {grade: stored.get(KEYS[grade], {}) for grade in GRADES}
    return {
        grade: OfGrade(frozenset(row.get("allowed", [])), row.get("default", ""), row.get("asks_security", False))
        for grade, row in found.items()
    }


def as_stored(rules: Mapping[str, OfGrade]) -> dict[str, dict[str, Any]]:
    """A table as the operation takes it: only grades that say something."""
    return {KEYS[grade]: row for grade, rule in rules.items() if (row := rule.stored())}


def of(grade: str) -> OfGrade:
    """What one grade allows now."""
    return table()[grade if grade in GRADES else NO_GRADE]


def is_kept() -> bool:
    """Whether the company's table says anything; without it nothing is read."""
    return bool(settings.get(SETTING))


def grade_of(customer: Customer) -> str:
    """The grade that counts for a customer: that of the head of his group, else his own."""
    if not customer.group_id:
        return customer.credit_grade
    return Customer.objects.values_list("credit_grade", flat=True).get(pk=customer.group_id)


def is_off(customer: Customer, term: PaymentTerm | None) -> bool:
    """Whether a customer's grade does not allow these terms."""
    return is_kept() and term is not None and not of(grade_of(customer)).allows(term.code)


def asks_guarantee(customer: Customer, day: date) -> bool:
    """Whether a customer's grade asks for security (R110) and no guarantee for him or his group holds on ``day``."""
    if not is_kept() or not of(grade_of(customer)).asks_security:
        return False
    return not queries.secured(customer.credit_holder_id, day)


def lacks_security(customer: Customer, term: PaymentTerm | None, day: date) -> bool:
    """Whether an order on these terms lacks what the grade asks for: neither a guarantee nor an advance payment."""
    if not asks_guarantee(customer, day):
        return False
    return term is None or not term.rows.filter(is_advance=True).exists()


def default_term_id(customer: Customer) -> int | None:
    """The terms of a customer's new order: his own where his grade allows them, else those that it proposes."""
    if not is_kept():
        return customer.payment_term_id
    own, rule = customer.payment_term, of(grade_of(customer))
    if (own is not None and rule.allows(own.code)) or not rule.default:
        return customer.payment_term_id
    proposed = PaymentTerm.objects.filter(code=rule.default, is_active=True).values_list("pk", flat=True).first()
    return proposed or customer.payment_term_id


def fault_of(value: Mapping[str, Any]) -> str | None:
    """What is wrong with a table, None for nothing."""
    known = set(PaymentTerm.objects.values_list("code", flat=True))
    for key, row in value.items():
        if (
            key not in KEYS.values()
            or not isinstance(row, dict)
            or row.keys() - {"allowed", "default", "asks_security"}
        ):
            return _("There is no grade “%(name)s”.") % {"name": str(key)[:80]}
        allowed, default = row.get("allowed", []), row.get("default", "")
        codes = [*allowed, *([default] if default else [])] if isinstance(allowed, list) else [None]
        if not isinstance(row.get("asks_security", False), bool):
            return _("Grade %(grade)s: say yes or no to asking for security.") % {"grade": key}
        if unknown := next((code for code in codes if code not in known), None):
            return _("“%(code)s” is unknown or out of use.") % {"code": str(unknown)[:80]}
        if None in codes:
            return _("There is no grade “%(name)s”.") % {"name": str(key)[:80]}
        if default and allowed and default not in allowed:
            return _("Grade %(grade)s: the proposed terms are not among the allowed ones.") % {"grade": key}
    return None
