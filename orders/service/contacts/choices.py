"""What contacts with customers are for, how they are held and what came of them (R185, R188, R193)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    """Why a customer is contacted."""

    CARE = "CARE", pgettext_lazy("contact", "Keeping in touch")
    ORDER = "ORDER", pgettext_lazy("contact", "About an order")
    QUOTATION = "QUOTATION", pgettext_lazy("contact", "After a quotation")
    PAYMENT = "PAYMENT", pgettext_lazy("contact", "About a payment")
    VISIT = "VISIT", pgettext_lazy("contact", "Return visit after delivery")
    COMPLAINT = "COMPLAINT", pgettext_lazy("contact", "About a complaint")
    OTHER = "OTHER", pgettext_lazy("contact", "Other")


class Way(models.TextChoices):
    """How a contact is held."""

    PHONE = "PHONE", pgettext_lazy("contact", "Phone")
    VISIT = "VISIT", pgettext_lazy("contact", "Visit")
    MAIL = "MAIL", pgettext_lazy("contact", "Mail")
    WECHAT = "WECHAT", pgettext_lazy("contact", "WeChat")
    MEETING = "MEETING", pgettext_lazy("contact", "Online meeting")
    FAIR = "FAIR", pgettext_lazy("contact", "Trade fair")
    OTHER = "OTHER", pgettext_lazy("contact", "Other way")


class Side(models.TextChoices):
    """Who began it."""

    OUT = "OUT", pgettext_lazy("contact", "We contacted the customer")
    IN = "IN", pgettext_lazy("contact", "The customer contacted us")


class State(models.TextChoices):
    """Where a contact stands."""

    PLANNED = "PLANNED", pgettext_lazy("contact", "Planned")
    DONE = "DONE", pgettext_lazy("contact", "Held")
    DROPPED = "DROPPED", pgettext_lazy("contact", "Dropped")


class Outcome(models.TextChoices):
    """What came of it."""

    REACHED = "REACHED", pgettext_lazy("outcome", "Spoken to")
    NOT_REACHED = "NOT_REACHED", pgettext_lazy("outcome", "Not reached")
    CONTENT = "CONTENT", pgettext_lazy("outcome", "Customer is content")
    DISCONTENT = "DISCONTENT", pgettext_lazy("outcome", "Customer is not content")
    ORDER_COMING = "ORDER_COMING", pgettext_lazy("outcome", "An order is coming")
    PAYMENT_PROMISED = "PAYMENT_PROMISED", pgettext_lazy("outcome", "Payment promised")
    LOST = "LOST", pgettext_lazy("outcome", "Business lost")
    AGAIN = "AGAIN", pgettext_lazy("outcome", "Contact again")
