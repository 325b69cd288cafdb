"""Fixed vocabularies of the order header and line."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How the order came (R056)."""

    PHONE = "PHONE", _("Phone")
    LETTER = "LETTER", _("Letter")
    VISIT = "VISIT", _("Visit")
    FAX = "FAX", _("Fax")
    MAIL = "MAIL", _("E-mail")
    WEB = "WEB", _("Website")
    SALESPERSON = "SALESPERSON", _("Salesperson")
    API = "API", _("Other system")
    ECOMMERCE = "ECOMMERCE", _("E-commerce")
    IMPORT = "IMPORT", _("Import")


class Form(models.TextChoices):
    """Written or electronic order (R049)."""

    WRITTEN = "WRITTEN", _("Written")
    ELECTRONIC = "ELECTRONIC", _("Electronic")


class SourceDocument(models.TextChoices):
    """What stands behind the order (R050)."""

    CONTRACT = "CONTRACT", _("Sales contract")
    ORDER_SHEET = "ORDER_SHEET", _("Order sheet")
    PURCHASE_ORDER = "PURCHASE_ORDER", _("Purchase order")


class ContractState(models.TextChoices):
    """Whether the order is signed (R051)."""

    NONE = "NONE", _("No contract")
    DRAFTED = "DRAFTED", _("Drafted")
    SENT = "SENT", _("Sent")
    SIGNED = "SIGNED", _("Signed")


class DeliveryMethod(models.TextChoices):
    """Who moves the goods (R045)."""

    DELIVER = "DELIVER", _("We deliver")
    PICK_UP = "PICK_UP", _("Customer picks up")
    DIRECT = "DIRECT", _("Supplier delivers")


class TransportMode(models.TextChoices):
    """How the goods travel (R042, R162)."""

    EXPRESS = "EXPRESS", _("Express")
    AIR = "AIR", _("Air")
    LAND = "LAND", _("Land")
    SEA = "SEA", _("Sea")
    OWN = "OWN", _("Own vehicle")


class PaymentMethod(models.TextChoices):
    """The payment tool (R229)."""

    TRANSFER = "TRANSFER", _("Bank transfer")
    ACCEPTANCE = "ACCEPTANCE", _("Acceptance draft")
    CHEQUE = "CHEQUE", _("Cheque")
    CASH = "CASH", _("Cash")
    ONLINE = "ONLINE", _("Online payment")
    LETTER = "LETTER", _("Letter of credit")


class InvoiceKind(models.TextChoices):
    """Which invoice the customer needs (R047)."""

    SPECIAL = "SPECIAL", _("Special VAT invoice")
    ORDINARY = "ORDINARY", _("Ordinary invoice")
    EXPORT = "EXPORT", _("Export invoice")
    NONE = "NONE", _("No invoice")


class CloseReason(models.TextChoices):
    """Why a remainder is not delivered any more (short close)."""

    CUSTOMER = "CUSTOMER", _("Customer cancelled the remainder")
    SUPPLY = "SUPPLY", _("Cannot be supplied")
    PRICE = "PRICE", _("Price dispute")
    REPLACED = "REPLACED", _("Replaced by another order")
    TERMINATED = "TERMINATED", _("Order terminated")
    OTHER = "OTHER", _("Other")


class AmountClass(models.TextChoices):
    """How large an order is (R074)."""

    LARGE = "LARGE", pgettext_lazy("order", "Large")
    MEDIUM = "MEDIUM", pgettext_lazy("order", "Medium")
    SMALL = "SMALL", pgettext_lazy("order", "Small")


class TimeClass(models.TextChoices):
    """How soon it is to be delivered (R078)."""

    URGENT = "URGENT", pgettext_lazy("order", "Due soon")
    SHORT = "SHORT", _("Short-term")
    LONG = "LONG", _("Long-term")


class CustomerType(models.TextChoices):
    """Whether an order of the customer took effect before (R076)."""

    NEW = "NEW", _("New customer")
    EXISTING = "EXISTING", _("Existing customer")


class AllocationRule(models.TextChoices):
    """What a line may win or lose when goods are given out anew (R128)."""

    WIN = "WIN", _("Wins")
    KEEP = "KEEP", _("Keeps what it has")
    LOSE = "LOSE", _("May lose")
