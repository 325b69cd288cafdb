"""What anchors count in and whom they know (SEMANTICS 14)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What the steps of a rule count."""

    DAY = "DAY", pgettext_lazy("step", "Days")
    WORKDAY = "WORKDAY", pgettext_lazy("step", "Days of work")
    HOUR = "HOUR", pgettext_lazy("step", "Hours")


class Recipient(models.TextChoices):
    """Whom a rule tells; who that is, is found anew at each sending."""

    OWNER = "OWNER", pgettext_lazy("recipient", "Salesperson")
    EXECUTOR = "EXECUTOR", pgettext_lazy("recipient", "Who has to do it")
    NEXT = "NEXT", pgettext_lazy("recipient", "Next handler")
    RESPONSIBLE = "RESPONSIBLE", pgettext_lazy("recipient", "Who answers for the stage")
    HEAD = "HEAD", pgettext_lazy("recipient", "Head of the department")
    CUSTOMER = "CUSTOMER", pgettext_lazy("recipient", "Customer's contact")
    NAMED = "NAMED", pgettext_lazy("recipient", "Named person")
    PASSED = "PASSED", pgettext_lazy("recipient", "Passed on by a colleague")  # by an answer, never by a rule


class Group(models.TextChoices):
    """What anchors, and the rules that count from them, are listed under."""

    DELIVERY = "DELIVERY", pgettext_lazy("reminders", "Delivery")
    MONEY = "MONEY", pgettext_lazy("reminders", "Money")
    WORK = "WORK", pgettext_lazy("reminders", "Work on orders")
    DECISION = "DECISION", pgettext_lazy("reminders", "Decisions and papers")
    SERVICE = "SERVICE", pgettext_lazy("reminders", "Customers")
    NEWS = "NEWS", pgettext_lazy("reminders", "News of orders")
