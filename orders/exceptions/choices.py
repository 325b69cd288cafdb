"""The words of exceptions: what it is, how bad, why, whose, and what is done about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What went wrong (R209–R213, R169, R219). A complaint of a customer is an exception like the others (R217)."""

    DELAY = "DELAY", _("Delay")
    SHORTAGE = "SHORTAGE", _("Shortage")
    QUALITY = "QUALITY", _("Quality problem")
    DAMAGE = "DAMAGE", _("Damage or loss on the way")
    WRONG_GOODS = "WRONG_GOODS", _("Wrong goods sent")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("Force majeure")
    DISPUTE = "DISPUTE", _("Dispute")
    COMPLAINT = "COMPLAINT", _("Complaint")


class Severity(models.TextChoices):
    """How bad it is: decides within how many hours of work it is to be answered (R216)."""

    URGENT = "URGENT", pgettext_lazy("severity", "Urgent")
    SERIOUS = "SERIOUS", pgettext_lazy("severity", "Serious")
    MINOR = "MINOR", pgettext_lazy("severity", "Minor")


class Cause(models.TextChoices):
    """Where it came from (R215, R217)."""

    CUSTOMER = "CUSTOMER", _("The customer's own change or mistake")
    ORDER_ENTRY = "ORDER_ENTRY", _("Order entered or read wrongly")
    PLANNING = "PLANNING", _("Planning or promise")
    SUPPLY = "SUPPLY", _("Supplier or material")
    PRODUCTION = "PRODUCTION", _("Production or quality")
    PICKING = "PICKING", _("Picking or packing")
    TRANSPORT = "TRANSPORT", _("Transport")
    PRICE_MONEY = "PRICE_MONEY", _("Price, invoice or payment")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("Force majeure")
    OTHER = "OTHER", _("Other")


class Responsible(models.TextChoices):
    """Who answers for it (R208)."""

    SALES = "SALES", _("Sales")
    ORDER_DESK = "ORDER_DESK", _("Order desk")
    PRODUCTION = "PRODUCTION", _("Production")
    PURCHASING = "PURCHASING", _("Purchasing")
    WAREHOUSE = "WAREHOUSE", _("Warehouse")
    LOGISTICS = "LOGISTICS", _("Logistics")
    FINANCE = "FINANCE", _("Finance")
    CARRIER = "CARRIER", _("Carrier")
    SUPPLIER = "SUPPLIER", _("Supplier")
    CUSTOMER = "CUSTOMER", _("Customer")
    NOBODY = "NOBODY", _("Nobody")


class Remedy(models.TextChoices):
    """What is done for the customer (R208, R213)."""

    NEW_DATE = "NEW_DATE", _("New date agreed")
    RESHIP = "RESHIP", _("Shipped again")
    EXCHANGE = "EXCHANGE", _("Exchanged")
    REPAIR = "REPAIR", _("Repaired")
    REFUND = "REFUND", _("Refunded")
    DISCOUNT = "DISCOUNT", _("Discount given")
    COMPENSATION = "COMPENSATION", _("Compensation paid")
    EXPLANATION = "EXPLANATION", _("Explained, apologised")
    NONE = "NONE", _("Nothing: not justified")


class ToldBy(models.TextChoices):
    """How the customer was told (R214)."""

    PHONE = "PHONE", _("Phone")
    MAIL = "MAIL", _("Mail")
    MESSENGER = "MESSENGER", _("WeChat or other messenger")
    LETTER = "LETTER", _("Letter")
    VISIT = "VISIT", _("Visit")
