"""What reports count: a row for all that happened to an order line on a day, an order's own moments, and sums kept of
both (docs/adr/0091). Derived from the rooms' documents and rebuilt from them at any time, so nothing here is a key
that the database guards: ids are copied, not referred to.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.facts.choices import Dimension, Grain, Kind


def _base(**options) -> models.DecimalField:
    """An amount in the company's currency."""
    return models.DecimalField(max_digits=20, decimal_places=2, **options)


def _pieces() -> models.DecimalField:
    return models.DecimalField(max_digits=20, decimal_places=4)


class Measures(models.Model):
    """``amount`` includes tax, ``net`` and ``cost`` do not. ``orders`` counts orders, ``lines`` lines or cases,
    ``hits`` those of them that were right."""

    orders = models.IntegerField()
    lines = models.IntegerField()
    hits = models.IntegerField()
    quantity = _pieces()
    amount = _base()
    net = _base()
    cost = _base()

    class Meta:
        abstract = True


class Ownership(models.Model):
    """By whom and what an order is counted; 0 where it leaves that open."""

    customer_id = models.BigIntegerField()
    department_id = models.BigIntegerField()
    salesperson_id = models.BigIntegerField()
    order_type_id = models.BigIntegerField()
    agent_id = models.BigIntegerField()
    channel = models.SmallIntegerField()
    band = models.SmallIntegerField()

    class Meta:
        abstract = True


class Happening(Measures, Ownership):
    """Something of one kind that happened to a line of an order (line 0: to the order as a whole) on a day.
    ``known_from``: the day on which it came to be known so; None: as long as facts are kept."""

    order_id = models.BigIntegerField()
    line_no = models.PositiveIntegerField()
    kind = models.SmallIntegerField(choices=Kind.choices)
    day = models.DateField()
    product_id = models.BigIntegerField()
    category_id = models.BigIntegerField()
    known_from = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no} {self.kind} {self.day}"


class Flow(Happening):
    """What is known now."""

    class Meta:
        verbose_name = _("fact of a report")
        verbose_name_plural = _("facts of reports")
        indexes: ClassVar = [
            models.Index(fields=["order_id"], name="flow_order"),
            models.Index(fields=["kind", "day"], name="flow_day"),
            models.Index(fields=["product_id", "kind", "day"], name="flow_product", condition=~Q(product_id=0)),
            models.Index(fields=["customer_id", "kind", "day"], name="flow_customer"),
            models.Index(fields=["salesperson_id", "kind", "day"], name="flow_salesperson"),
        ]


class PastFlow(Happening):
    """What was known so until ``known_until`` came (that day not included), for figures as of a past day."""

    known_until = models.DateField()

    class Meta:
        verbose_name = _("former fact of a report")
        verbose_name_plural = _("former facts of reports")
        indexes: ClassVar = [
            models.Index(fields=["order_id"], name="past_flow_order"),
            models.Index(fields=["known_until"], name="past_flow_until"),
        ]


class OrderMoments(Ownership):
    """The moments of an order that counts, for lengths of time: an average of them cannot be summed up."""

    order_id = models.BigIntegerField(primary_key=True)
    booked_date = models.DateField()
    amount = _base()
    submitted_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)
    first_ship_date = models.DateField(null=True)
    full_ship_date = models.DateField(null=True)
    signed_date = models.DateField(null=True)
    paid_date = models.DateField(null=True)

    class Meta:
        verbose_name = _("moments of an order")
        verbose_name_plural = _("moments of orders")
        indexes: ClassVar = [
            models.Index(fields=["booked_date"], name="moments_booked"),
            models.Index(  # whole, so that what customers did over years is read off the index alone
                fields=["customer_id", "booked_date"],
                include=["order_id", "department_id", "salesperson_id", "amount"],
                name="moments_of_customer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.order_id)


class Summary(Measures):
    """The sum of flows of one kind over a day or a month, by one dimension and department."""

    dimension = models.SmallIntegerField(choices=Dimension.choices)
    kind = models.SmallIntegerField(choices=Kind.choices)
    grain = models.SmallIntegerField(choices=Grain.choices)
    day = models.DateField()
    key = models.BigIntegerField()
    department_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("sum of a report")
        verbose_name_plural = _("sums of reports")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dimension", "kind", "grain", "day", "key", "department_id"], name="summary_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension}/{self.kind} {self.day} {self.key}"


class OwnSummary(Measures):
    """The sum of a salesperson's flows of one kind over a month (``day``: its first), by one dimension and department:
    who sees only his own orders asks these. Totals and days of his stand in ``Summary``."""

    salesperson_id = models.BigIntegerField()
    dimension = models.SmallIntegerField(choices=Dimension.choices)
    kind = models.SmallIntegerField(choices=Kind.choices)
    day = models.DateField()
    key = models.BigIntegerField()
    department_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("sum of a salesperson")
        verbose_name_plural = _("sums of salespeople")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["salesperson_id", "dimension", "kind", "day", "key", "department_id"], name="own_summary_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.salesperson_id} {self.dimension}/{self.kind} {self.day} {self.key}"


class CountedSupplier(models.Model):
    """For whom the sums of suppliers count a product: they remember it, so that a product which becomes another
    supplier's is taken off where it was counted (docs/adr/0112)."""

    product_id = models.BigIntegerField(primary_key=True)
    supplier_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("supplier of a product in reports")
        verbose_name_plural = _("suppliers of products in reports")

    def __str__(self) -> str:
        return f"{self.product_id} {self.supplier_id}"


class FactMark(models.Model):
    """How far the facts follow the trail; one row. ``built_until``: the first build went through the orders up to this
    key; None once it is done. ``has_own_sums``, ``has_suppliers``: sums of salespeople, and of suppliers, are kept;
    facts may be older than these.
    ``rules``: by which rules all facts were derived, or are on the way to be (``operations.RULES``)."""

    trail_id = models.BigIntegerField(default=0)
    built_until = models.BigIntegerField(null=True, default=0)
    caught_up_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    last_faults = models.IntegerField(default=0)
    has_own_sums = models.BooleanField(default=False, db_default=False)
    has_suppliers = models.BooleanField(default=False, db_default=False)
    rules = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("state of the facts of reports")
        verbose_name_plural = _("state of the facts of reports")

    def __str__(self) -> str:
        return f"{self.trail_id} {self.built_until}"
