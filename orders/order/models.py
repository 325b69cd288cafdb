"""The order, its lines, its types and its history of steps (R030–R052)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import reference
from common.money import TaxMode
from orders.order import choices, indexing, states
from orders.order.columns import Amounts, money, quantity
from products.catalogue.choices import SupplyMode
from segments.custom_fields.columns import custom_values

if TYPE_CHECKING:
    from accounts.people.models import User
    from customers.models import Customer


class OrderType(models.Model):
    """A kind of order with its rules (SEMANTICS 2)."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    needs_approval = models.BooleanField(_("Needs approval"), default=True)
    ships = models.BooleanField(_("Ships"), default=True)
    invoices = models.BooleanField(_("Invoices"), default=True)
    counts = models.BooleanField(_("Counts in statistics"), default=True)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("order type")
        verbose_name_plural = _("order types")

    def __str__(self) -> str:
        return reference.shown(self.name)


def reference_of(number: str | None, pk: int) -> str:
    """How addresses name an order."""
    return number or f"draft-{pk}"


class Order(Amounts):
    """A sales order. Commercial fields change only while it is a draft; columns marked derived are written
    by the rooms that own the facts and recomputed by ``check_invariants``."""

    number = models.CharField(_("Order number"), max_length=20, null=True, unique=True)
    source_number = models.CharField(_("Number in the source"), max_length=60, blank=True)
    origin = models.CharField(_("Origin"), max_length=10, choices=states.Origin.choices, default=states.Origin.NATIVE)
    order_type = models.ForeignKey(
        OrderType, models.PROTECT, related_name="orders", verbose_name=_("Order type"), db_index=False
    )
    status = models.CharField(_("State"), max_length=9, choices=states.Status.choices, default=states.Status.DRAFT)
    is_frozen = models.BooleanField(_("Frozen"), default=False)
    freeze_reason = models.CharField(_("Reason of the freeze"), max_length=200, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    frozen_at = models.DateTimeField(null=True)
    frozen_until = models.DateField(_("Frozen until"), null=True)
    is_changing = models.BooleanField(_("Change in progress"), default=False)
    is_urgent = models.BooleanField(_("Urgent"), default=False)
    is_rejected = models.BooleanField(_("Sent back"), default=False)
    rejection_reason = models.CharField(_("Reason of the rejection"), max_length=500, blank=True)
    # a draft that the first screening put aside (``orders.doubts``); "" for one that may go on
    set_aside_reason = models.CharField(_("Set aside because"), max_length=500, blank=True, default="", db_default="")
    open_doubts = models.PositiveSmallIntegerField(_("Open doubts"), default=0, db_default=0)  # not closed
    open_exceptions = models.PositiveSmallIntegerField(_("Open exceptions"), default=0, db_default=0)  # not closed
    disputed_amount = models.DecimalField(  # of the open ones
        _("Disputed amount"), max_digits=20, decimal_places=2, default=Decimal(0), db_default=Decimal(0)
    )

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="orders", verbose_name=_("Customer"), db_index=False
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, related_name="+", verbose_name=_("Contact"), db_index=False
    )
    contact_name = models.CharField(_("Contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("Contact phone"), max_length=40, blank=True)
    bill_to = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Bill-to / payer"),
        db_index=False,
    )
    ship_to = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("Ship-to"), db_index=False
    )
    agent = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("Agent"), db_index=False
    )
    ship_address = models.CharField(_("Delivery place"), max_length=300, blank=True)
    ship_recipient = models.CharField(_("Recipient"), max_length=60, blank=True)
    ship_phone = models.CharField(_("Recipient's phone"), max_length=40, blank=True)
    delivery_method = models.CharField(
        _("Delivery method"), max_length=12, choices=choices.DeliveryMethod.choices, blank=True
    )
    transport_mode = models.CharField(
        _("Transport mode"), max_length=8, choices=choices.TransportMode.choices, blank=True
    )
    payment_term = models.ForeignKey(
        "customers.PaymentTerm",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Payment terms"),
        db_index=False,
    )
    payment_method = models.CharField(
        _("Payment method"), max_length=12, choices=choices.PaymentMethod.choices, blank=True
    )
    invoice_kind = models.CharField(_("Invoice kind"), max_length=8, choices=choices.InvoiceKind.choices, blank=True)
    invoice_title = models.CharField(_("Invoice title"), max_length=120, blank=True)
    invoice_tax_number = models.CharField(_("Tax number"), max_length=40, blank=True)
    customer_po_number = models.CharField(_("Customer's order number"), max_length=80, blank=True)
    customer_po_date = models.DateField(_("Customer's order date"), null=True)
    channel = models.CharField(
        _("Channel"), max_length=12, choices=choices.Channel.choices, default=choices.Channel.SALESPERSON
    )
    form = models.CharField(_("Form"), max_length=10, choices=choices.Form.choices, default=choices.Form.ELECTRONIC)
    source_document = models.CharField(
        _("Source document"), max_length=16, choices=choices.SourceDocument.choices, blank=True
    )
    contract_terms = models.TextField(_("Contract terms"), blank=True)
    contract_state = models.CharField(
        _("Contract"), max_length=8, choices=choices.ContractState.choices, default=choices.ContractState.NONE
    )
    contract_signed_date = models.DateField(_("Contract signed on"), null=True)
    special_requirements = models.TextField(_("Special requirements"), blank=True)
    notes = models.TextField(_("Notes"), blank=True)
    custom = custom_values(_("Custom fields"))

    salesperson = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Salesperson"),
        db_index=False,
    )
    executing_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Executing owner"),
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("Department"), db_index=False
    )
    territory = models.CharField(_("Department in charge"), max_length=80, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Created by")
    )

    currency = models.ForeignKey(
        "common.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"), db_index=False
    )
    exchange_rate = models.DecimalField(_("Exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1))
    tax_mode = models.CharField(
        _("Prices"),
        max_length=9,
        choices=[(TaxMode.INCLUSIVE, _("Including tax")), (TaxMode.EXCLUSIVE, _("Without tax"))],
        default=TaxMode.INCLUSIVE,
    )
    freight = money(_("Freight"))
    reduction = money(_("Reduction"))
    # derived states
    fulfilment = models.CharField(
        _("Fulfilment"), max_length=7, choices=states.Fulfilment.choices, default=states.Fulfilment.NONE
    )
    signing = models.CharField(
        _("Signing"), max_length=7, choices=states.Fulfilment.choices, default=states.Fulfilment.NONE
    )
    invoicing = models.CharField(
        _("Invoicing"), max_length=7, choices=states.Fulfilment.choices, default=states.Fulfilment.NONE
    )
    settlement = models.CharField(
        _("Settlement"), max_length=8, choices=states.Settlement.choices, default=states.Settlement.NONE
    )
    stage = models.CharField(_("Stage"), max_length=9, choices=states.Stage.choices, default=states.Stage.PLACING)

    # classes and score: derived by the bands in force (``orders.priority``), as saved and every night
    amount_class = models.CharField(
        _("Class by amount"), max_length=6, choices=choices.AmountClass.choices, blank=True, default="", db_default=""
    )
    time_class = models.CharField(
        _("Class by day"), max_length=6, choices=choices.TimeClass.choices, blank=True, default="", db_default=""
    )
    customer_type = models.CharField(
        _("Customer is"), max_length=8, choices=choices.CustomerType.choices, blank=True, default="", db_default=""
    )
    priority = models.PositiveSmallIntegerField(_("Priority"), default=0, db_default=0)
    priority_amount = models.PositiveSmallIntegerField(_("Priority by amount"), default=0, db_default=0)
    priority_time = models.PositiveSmallIntegerField(_("Priority by delivery time"), default=0, db_default=0)
    priority_customer = models.PositiveSmallIntegerField(_("Priority by customer"), default=0, db_default=0)
    pin_reason = models.CharField(_("Pinned because"), max_length=200, blank=True, default="", db_default="")

    order_date = models.DateField(_("Order date"))
    requested_date = models.DateField(_("Requested date"), null=True)
    promised_date = models.DateField(_("Promised date"), null=True)  # derived: the latest of its open lines
    next_due_date = models.DateField(_("Next payment due"), null=True)  # derived: earliest unpaid plan row
    submitted_at = models.DateTimeField(_("Submitted"), null=True)
    effective_at = models.DateTimeField(_("Effective since"), null=True)
    closed_at = models.DateTimeField(_("Closed"), null=True)
    archived_at = models.DateTimeField(_("Archived"), null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    # rows of a draft that are no lines yet: {"line_no", "at" (the cell that stands in the way), "cells" as typed}
    unfinished = models.JSONField(_("Unfinished rows"), default=list)
    risks = models.JSONField(_("Risks"), default=list)  # found at submission: ``orders.order.risks``
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))

    # not columns: what queries and operations have at hand already
    credit_holder: "Customer"  # set by ``queries.lock_order``: whose limit applies, locked
    loaded_lines: list["OrderLine"]  # set by ``queries.lines_of``
    loaded_steps: list["OrderStep"]  # set by ``loading.prime``
    told_risks: list[Any]  # set by the list: ``policies.visible_risks`` of its reader
    loaded_people: dict[int, "User"]  # set by ``loading.prime``: whoever the order, its lines and steps name

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = indexing.ORDER_INDEXES
        constraints = indexing.ORDER_CONSTRAINTS

    def __str__(self) -> str:
        return self.display_number

    @property
    def display_number(self) -> str:
        """The number, or what a draft shows in its place."""
        return self.number or str(_("Draft #%(id)s") % {"id": self.pk})

    @property
    def reference(self) -> str:
        """How URLs address the order: its number, or ``draft-<id>``."""
        return reference_of(self.number, self.pk)


class OrderLine(models.Model):
    """A line of an order. ``ordered`` is never overwritten to close it (SEMANTICS 3)."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name=_("Order"), db_index=False)
    line_no = models.PositiveIntegerField(_("Line"))
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product"), db_index=False
    )
    text = models.ForeignKey("products.ProductText", models.PROTECT, related_name="+", db_index=False)
    product_code = models.CharField(_("Product code"), max_length=60)
    product_name = models.CharField(_("Product name"), max_length=160)
    specification = models.CharField(_("Specification"), max_length=120, blank=True)
    auxiliary_attribute = models.CharField(_("Auxiliary attribute"), max_length=120, blank=True)
    unit = models.CharField(_("Unit"), max_length=12)
    is_service = models.BooleanField(_("Service"), default=False)
    is_gift = models.BooleanField(_("Gift"), default=False)
    # of a gift that a promotion gives: the line that it follows, and the promotion's ratio when it was given
    gift_of = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="gifts", verbose_name=_("Gift of"), db_index=False
    )
    gift_buy = models.PositiveIntegerField(null=True)
    gift_give = models.PositiveIntegerField(null=True)
    without_gift = models.BooleanField(_("No promotion gift"), default=False, db_default=False)

    ordered = quantity(_("Ordered"))
    original = quantity(_("As first approved"))
    reserved = quantity(_("Reserved"))
    drafted = quantity(_("On delivery notices"))
    shipped = quantity(_("Shipped"))
    signed = quantity(_("Signed"))
    transit_loss = quantity(_("Lost in transit"))
    returned = quantity(_("Returned"))
    returning = quantity(_("On announced returns"), db_default=Decimal(0))
    reship = quantity(_("To re-ship"))
    short_closed = quantity(_("Short-closed"))
    invoiced = quantity(_("Invoiced"))
    refunded = quantity(_("Came back for money"), db_default=Decimal(0))
    credited = money(_("Credited"), db_default=Decimal(0))  # of what is charged, not to be paid: ``order.due``

    price = models.DecimalField(_("Price"), max_digits=18, decimal_places=6, default=Decimal(0))
    price_source = models.CharField(
        _("Price from"), max_length=8, choices=states.PriceSource.choices, default=states.PriceSource.LIST
    )
    price_rule = models.CharField(_("Rule of the price"), max_length=60, blank=True, default="", db_default="")
    # what it orders of: a quotation (R089), a frame agreement. Counted there on orders that are not void
    quotation_line = models.ForeignKey(
        "orders.QuotationLine", models.PROTECT, null=True, related_name="order_lines", db_index=False
    )
    agreement_line = models.ForeignKey(
        "orders.AgreementLine", models.PROTECT, null=True, related_name="order_lines", db_index=False
    )
    discount = models.DecimalField(_("Discount"), max_digits=7, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(_("Tax rate"), max_digits=6, decimal_places=4, default=Decimal(0))
    amount = money(_("Amount"))
    reduction = money(_("Share of the reduction"))
    tax = money(_("Tax"))
    net = money(_("Net amount"))
    unit_cost = models.DecimalField(_("Unit cost"), max_digits=18, decimal_places=6, default=Decimal(0))

    requested_date = models.DateField(_("Requested date"), null=True)
    # dated parts (``scheduling``), the earliest first; empty: all of it on the requested date
    schedule = models.JSONField(_("Dated deliveries"), default=list, db_default=[], blank=True)
    first_promised_date = models.DateField(_("First promised date"), null=True)
    promised_date = models.DateField(_("Promised date"), null=True)  # of arrival
    promised_ship_date = models.DateField(_("To leave by"), null=True)  # that, less the days on the way
    supply_mode = models.CharField(
        _("Supply"), max_length=9, choices=SupplyMode.choices, default=SupplyMode.STOCK, db_default=SupplyMode.STOCK
    )
    # of a kit whose stock and promises count its components, as said when the order took effect (``promise.kits``)
    by_components = models.BooleanField(_("Counted by its components"), default=False, db_default=False)
    # set by hand when goods are given out anew; "": by the class of the order
    allocation_rule = models.CharField(
        _("When goods are given out anew"),
        max_length=4,
        choices=choices.AllocationRule.choices,
        blank=True,
        default="",
        db_default="",
    )
    first_ship_date = models.DateField(_("First shipped on"), null=True)
    last_ship_date = models.DateField(_("Last shipped on"), null=True)
    # what the tasks say (``orders.work``): whether any began, how much is done, when it is to end; None: no tasks
    work_started = models.BooleanField(_("Work began"), default=False, db_default=False)
    work_done = models.PositiveSmallIntegerField(_("Work done"), null=True)
    work_end_date = models.DateField(_("Planned end of the work"), null=True)
    logo = models.CharField(_("Logo"), max_length=120, blank=True)
    colour = models.CharField(_("Colour"), max_length=60, blank=True)
    packaging = models.CharField(_("Packaging"), max_length=120, blank=True)
    customisation = models.TextField(_("Customisation"), blank=True)
    special_requirements = models.TextField(_("Special requirements"), blank=True)
    notes = models.CharField(_("Notes"), max_length=300, blank=True)
    custom = custom_values(_("Custom fields"))

    closure = models.CharField(_("Closure"), max_length=9, choices=states.Closure.choices, default=states.Closure.OPEN)
    close_reason_code = models.CharField(_("Reason"), max_length=16, choices=choices.CloseReason.choices, blank=True)
    close_reason = models.CharField(_("Reason in words"), max_length=300, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)
    row_closed = models.BooleanField(_("Row-close flag"), default=False)
    is_changing = models.BooleanField(
        _("Change in progress"), default=False, db_default=False
    )  # ``changes``: no shipping
    is_frozen = models.BooleanField(_("Frozen"), default=False)
    freeze_reason = models.CharField(_("Reason of the freeze"), max_length=200, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    frozen_at = models.DateTimeField(null=True)
    frozen_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["line_no"]
        indexes = indexing.LINE_INDEXES
        constraints = indexing.LINE_CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no}"

    @property
    def open(self) -> Decimal:
        """What is still to be delivered: max(0, ordered − shipped + reship − short_closed)."""
        return max(Decimal(0), self.ordered - self.shipped + self.reship - self.short_closed)

    @property
    def needs_stock(self) -> bool:
        """Whether its goods pass through our own stock: no service, and not sent by the supplier (R124)."""
        return not self.is_service and self.supply_mode != SupplyMode.DIRECT


class OrderStep(models.Model):
    """One move of an order along its ladder: the business history, never edited."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="steps", db_index=False)
    move = models.CharField(max_length=12, choices=states.Move.choices)
    from_status = models.CharField(max_length=9, blank=True)
    to_status = models.CharField(max_length=9, choices=states.Status.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["order", "id"], name="step_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.move} → {self.to_status}"

    @property
    def reason_text(self) -> str:
        """The reason in the reader's language, where it is one of ours."""
        return gettext(self.reason) if self.reason else ""
