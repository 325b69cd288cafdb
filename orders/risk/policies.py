"""Who sees and handles warnings. A warning of credit is shown to who sees credit; what orders earn stays hidden."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers import policies as customers
from orders.order import policies as orders
from orders.risk.choices import CREDIT, MARKET, Rule
from orders.risk.models import RiskAssessment, RiskMeasure, RiskWarning

VIEW, MANAGE, ASSESS, MATERIAL = "risk.view", "risk.manage", "risk.assess", "material.edit"
_INTAKE = ("intake", "intake_before")
_EARNED = ("margin", "margin_before", "lines")


def visible_to(actor: User, verb: str = VIEW) -> QuerySet[RiskWarning]:
    """The warnings on which ``actor`` holds ``verb``: his own, his department's, or as the scope says."""
    rows = rights.visible(RiskWarning.objects.all(), actor, verb, owners=["owner"], department="department")
    if not customers.sees_credit(actor):
        rows = rows.exclude(rule__in=CREDIT)
    return rows


def assessments_visible_to(actor: User) -> QuerySet[RiskAssessment]:
    """The assessments that ``actor`` sees: those he, or for a wider scope his department, wrote or has a measure in.
    They tell the numbers of the whole company, so whoever sees his own warnings does not see them all."""
    rows = RiskAssessment.objects.all()
    if rights.reaches_all(actor, VIEW, RiskAssessment):
        return rows
    written = rights.visible(rows, actor, VIEW, owners=["created_by"], department="created_by__department")
    measures = RiskMeasure.objects.all()
    owed = rights.visible(measures, actor, VIEW, owners=["owner"], department="owner__department")
    return rows.filter(Q(pk__in=written.values("pk")) | Q(pk__in=owed.values("assessment")))


def numbers_of(actor: User, warning: RiskWarning) -> Mapping[str, Any]:
    """The numbers that ``actor`` may know."""
    return known_numbers(actor, warning.rule, warning.numbers)


def known_numbers(actor: User, rule: str, numbers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, of numbers that were kept."""
    if rule == Rule.MARKET_DEMAND and "total_amount" in orders.hidden_columns(actor):
        return {name: value for name, value in numbers.items() if name not in _INTAKE}
    if rule in MARKET and orders.hides_margin(actor):
        return {name: value for name, value in numbers.items() if name not in _EARNED}
    return numbers
