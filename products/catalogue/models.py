"""The catalogue (R032, R033, R048)."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.text import Searchable
from products.catalogue.choices import Numbering, Risk, SupplyMode
from segments.classification.models import Classified, Period
from segments.custom_fields.columns import custom_values, index_of_filled


class ProductCategory(models.Model):
    """A node of the category tree."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Parent")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("product category")
        verbose_name_plural = _("product categories")

    def __str__(self) -> str:
        return self.name


class Supplier(models.Model):
    """Who makes or sells what we buy (R155, R171)."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    contact = models.CharField(_("Contact"), max_length=120, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("Lead time, days"), default=0)
    is_active = models.BooleanField(_("Active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name


class Product(Searchable):
    """Something that is sold: goods or a service. Prices are the company's list prices including tax."""

    code = models.CharField(_("Product code"), max_length=60, unique=True)
    name = models.CharField(_("Product name"), max_length=160)
    english_name = models.CharField(_("English name"), max_length=160, blank=True)
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Category")
    )
    specification = models.CharField(_("Specification"), max_length=120, blank=True)
    auxiliary_attribute = models.CharField(_("Auxiliary attribute"), max_length=120, blank=True)
    unit = models.CharField(_("Unit"), max_length=12, default="台")
    pack_multiple = models.DecimalField(_("Pack multiple"), max_digits=14, decimal_places=4, default=Decimal(1))
    minimum_quantity = models.DecimalField(_("Minimum order"), max_digits=14, decimal_places=4, default=Decimal(0))
    list_price = models.DecimalField(_("List price"), max_digits=18, decimal_places=6, default=Decimal(0))
    floor_price = models.DecimalField(_("Floor price"), max_digits=18, decimal_places=6, null=True, blank=True)
    unit_cost = models.DecimalField(_("Unit cost"), max_digits=18, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(_("Tax rate"), max_digits=6, decimal_places=4, default=Decimal("0.13"))
    lead_time_days = models.PositiveSmallIntegerField(_("Lead time, days"), default=0)
    supply_mode = models.CharField(
        _("Supply"), max_length=9, choices=SupplyMode.choices, default=SupplyMode.STOCK, db_default=SupplyMode.STOCK
    )
    numbering = models.CharField(
        _("Numbers of pieces"),
        max_length=6,
        choices=Numbering.choices,
        default=Numbering.NONE,
        db_default=Numbering.NONE,
    )
    warning_level = models.DecimalField(
        _("Stock warning level"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    risk = models.CharField(
        _("Product risk"), max_length=6, choices=Risk.choices, default=Risk.LOW, db_default=Risk.LOW, editable=False
    )
    is_service = models.BooleanField(_("Service"), default=False)
    is_active = models.BooleanField(_("Active"), default=True)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Supplier")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("Successor")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    notes = models.TextField(_("Notes"), blank=True)
    custom = custom_values(_("Custom fields"))
    text = models.ForeignKey(
        "products.ProductText", models.RESTRICT, null=True, editable=False, related_name="current_of"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Created"))
    updated_at = models.DateTimeField(_("Changed"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            Searchable.search_index("product_grams"),
            models.Index(fields=["code"], name="product_code_prefix", opclasses=["text_pattern_ops"]),
            index_of_filled("product_custom"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(list_price__gte=0, unit_cost__gte=0), name="product_money_positive"),
            models.CheckConstraint(condition=Q(pack_multiple__gt=0), name="product_pack_positive"),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lt=1), name="product_tax_rate"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProductRisk(models.Model):
    """What ``Product.risk`` stands on: what went wrong with a product from ``since`` on, as orders know it.

    ``points`` weighs complaints, returned lines and low scores; ``rate`` is points on a hundred lines that left.
    """

    product = models.OneToOneField(
        Product, models.CASCADE, primary_key=True, related_name="risk_figures", verbose_name=_("Product")
    )
    complaints = models.PositiveIntegerField(_("Complaints and quality problems"), default=0)
    returns = models.PositiveIntegerField(_("Returned lines"), default=0)
    low_scores = models.PositiveIntegerField(_("Answers of customers who are not content"), default=0)
    lines = models.PositiveIntegerField(_("Lines shipped"), default=0)
    points = models.DecimalField(_("Points"), max_digits=12, decimal_places=2, default=Decimal(0))
    rate = models.DecimalField(_("Points on a hundred lines"), max_digits=12, decimal_places=2, default=Decimal(0))
    since = models.DateField(_("Counted from"))
    counted_at = models.DateTimeField(_("Counted"))

    class Meta:
        verbose_name = _("risk of a product")
        verbose_name_plural = _("risks of products")

    def __str__(self) -> str:
        return f"{self.product_id} {self.points}"


class Substitute(models.Model):
    """A product that may be delivered instead: ``ratio`` pieces of it for one of the original (R119)."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="substitutes", verbose_name=_("Product"))
    substitute = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("Substitute"))
    priority = models.PositiveSmallIntegerField(_("Priority"), default=1)
    ratio = models.DecimalField(_("Ratio"), max_digits=12, decimal_places=6, default=Decimal(1))
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "substitute"], name="substitute_once"),
            models.CheckConstraint(condition=Q(ratio__gt=0), name="substitute_ratio"),
            models.CheckConstraint(condition=~Q(product=models.F("substitute")), name="substitute_other"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} → {self.substitute_id}"


class ProductText(Classified):
    """What a product was called, once for each wording that it or a line of an order ever showed (ADR 0017).

    Millions of lines share some thousands of texts: conditions and classification look here, lines are then found by
    key. Texts are never changed; ``tags``, ``flags`` and facets are derived by the classification rules. Folded
    columns hold what comparisons see (``common.text.fold``), ``code_key`` the order of codes.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="texts")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    specification = models.CharField(max_length=120, blank=True)
    auxiliary_attribute = models.CharField(max_length=120, blank=True)
    code_folded = models.TextField(editable=False)
    name_folded = models.TextField(editable=False)
    specification_folded = models.TextField(editable=False)
    auxiliary_folded = models.TextField(editable=False)
    code_key = models.TextField(editable=False, db_collation="C")

    product_class = models.CharField(max_length=40, blank=True, editable=False)
    promotion = models.CharField(max_length=40, blank=True, editable=False)
    base = models.ForeignKey(Product, models.SET_NULL, null=True, editable=False, related_name="+")
    base_code = models.CharField(max_length=60, blank=True, editable=False)
    sensor_count = models.PositiveIntegerField(null=True, editable=False)
    brand = models.CharField(max_length=120, blank=True, editable=False)
    tonnage = models.CharField(max_length=120, blank=True, editable=False)
    structure = models.CharField(max_length=120, blank=True, editable=False)
    sensor_brand = models.CharField(max_length=120, blank=True, editable=False)
    sensor_tonnage = models.CharField(max_length=120, blank=True, editable=False)
    sensor_structure = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["tags"], name="product_text_tags"),
            GinIndex(fields=["flags"], name="product_text_flags"),
            models.Index(fields=["brand", "tonnage", "structure"], name="product_text_facets"),
            models.Index(fields=["code_key"], name="product_text_code_key"),
            models.Index(fields=["base_code"], name="product_text_base", condition=~Q(base_code="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "code", "name", "specification", "auxiliary_attribute"], name="product_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProductTextPeriod(Period):
    """What a text of a product was classified as, and from when until when."""

    of = models.ForeignKey(ProductText, models.CASCADE, related_name="periods")

    class Meta:
        constraints = Period.constraints_of("product_text_period")

    def __str__(self) -> str:
        return f"{self.of_id} {self.valid_from}"
