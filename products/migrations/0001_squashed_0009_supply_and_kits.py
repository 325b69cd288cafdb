from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("products", "0001_initial"),
        ("products", "0002_texts"),
        ("products", "0003_classification"),
        ("products", "0004_custom_fields"),
        ("products", "0005_fewer_indexes"),
        ("products", "0006_merged"),
        ("products", "0007_prices"),
        ("products", "0008_promotions"),
        ("products", "0009_supply_and_kits"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("common", "0007_signed_links_and_workdays"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="products.productcategory",
                        verbose_name="Parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "product category",
                "verbose_name_plural": "product categories",
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="Contact")),
                ("lead_time_days", models.PositiveSmallIntegerField(default=0, verbose_name="Lead time, days")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "supplier",
                "verbose_name_plural": "suppliers",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "search_grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="Product code")),
                ("name", models.CharField(max_length=160, verbose_name="Product name")),
                ("english_name", models.CharField(blank=True, max_length=160, verbose_name="English name")),
                ("specification", models.CharField(blank=True, max_length=120, verbose_name="Specification")),
                (
                    "auxiliary_attribute",
                    models.CharField(blank=True, max_length=120, verbose_name="Auxiliary attribute"),
                ),
                ("unit", models.CharField(default="台", max_length=12, verbose_name="Unit")),
                (
                    "pack_multiple",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("1"), max_digits=14, verbose_name="Pack multiple"
                    ),
                ),
                (
                    "minimum_quantity",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=14, verbose_name="Minimum order"
                    ),
                ),
                (
                    "list_price",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="List price"
                    ),
                ),
                (
                    "floor_price",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="Floor price"
                    ),
                ),
                (
                    "unit_cost",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="Unit cost"
                    ),
                ),
                (
                    "tax_rate",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0.13"), max_digits=6, verbose_name="Tax rate"
                    ),
                ),
                ("lead_time_days", models.PositiveSmallIntegerField(default=0, verbose_name="Lead time, days")),
                (
                    "supply_mode",
                    models.CharField(
                        choices=[
                            ("STOCK", "From stock"),
                            ("REPLENISH", "From replenishment"),
                            ("MAKE", "Made to order"),
                            ("DIRECT", "Direct from the supplier"),
                        ],
                        db_default="STOCK",
                        default="STOCK",
                        max_length=9,
                        verbose_name="Supply",
                    ),
                ),
                (
                    "numbering",
                    models.CharField(
                        choices=[("NONE", "Not told apart"), ("BATCH", "Batch numbers"), ("SERIAL", "Serial numbers")],
                        db_default="NONE",
                        default="NONE",
                        max_length=6,
                        verbose_name="Numbers of pieces",
                    ),
                ),
                (
                    "warning_level",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="Stock warning level"
                    ),
                ),
                ("is_service", models.BooleanField(default=False, verbose_name="Service")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("notes", models.TextField(blank=True, verbose_name="Notes")),
                (
                    "custom",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="products.product",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="products.product",
                        verbose_name="Successor",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="products.productcategory",
                        verbose_name="Category",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="products.supplier",
                        verbose_name="Supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search_grams"], name="product_grams"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="product_custom"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("list_price__gte", 0), ("unit_cost__gte", 0)), name="product_money_positive"
                    ),
                    models.CheckConstraint(condition=models.Q(("pack_multiple__gt", 0)), name="product_pack_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rate__gte", 0), ("tax_rate__lt", 1)), name="product_tax_rate"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kit",
                        serialize=False,
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "works_on",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "As the company's setting says"),
                            ("KIT", "The kit itself"),
                            ("COMPONENTS", "Its components"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="Stock and promises count",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "kit",
                "verbose_name_plural": "kits",
            },
        ),
        migrations.CreateModel(
            name="Warehouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("is_default", models.BooleanField(default=False, verbose_name="Default")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "warehouse",
                "verbose_name_plural": "warehouses",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="warehouse_one_default"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("PURCHASE", "Purchase"), ("PRODUCTION", "Production"), ("TRANSFER", "Transfer")],
                        default="PURCHASE",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "received",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Received"),
                ),
                ("expected_date", models.DateField(verbose_name="Expected")),
                ("first_expected_date", models.DateField(verbose_name="First expected")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="Purchase or production order")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("provider", models.CharField(blank=True, max_length=40, verbose_name="Provider")),
                ("external_id", models.CharField(blank=True, max_length=120, verbose_name="External number")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "Still coming"), ("RECEIVED", "Received"), ("CANCELLED", "Cancelled")],
                        default="OPEN",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_receipts",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.supplier",
                        verbose_name="Supplier",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
                (
                    "from_warehouse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="From warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned receipt",
                "verbose_name_plural": "planned receipts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["product", "expected_date"],
                        name="planned_product_day",
                    ),
                    models.Index(fields=["expected_date", "id"], name="planned_by_day"),
                    models.Index(fields=["product"], name="planned_product"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("provider", "external_id"),
                        name="planned_external_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("received__gte", 0)), name="planned_quantities"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_warehouse__isnull", False),
                                ("kind", "TRANSFER"),
                                models.Q(("from_warehouse", models.F("warehouse")), _negated=True),
                            ),
                            models.Q(models.Q(("kind", "TRANSFER"), _negated=True), ("from_warehouse__isnull", True)),
                            _connector="OR",
                        ),
                        name="planned_from_where",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.DateField(verbose_name="Before")),
                ("after", models.DateField(verbose_name="After")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("at", models.DateTimeField(verbose_name="When")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Who",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="products.plannedreceipt",
                        verbose_name="Planned receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "move of a planned receipt",
                "verbose_name_plural": "moves of planned receipts",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("customer_class", models.CharField(blank=True, max_length=40, verbose_name="Customer class")),
                (
                    "tax_mode",
                    models.CharField(
                        choices=[("INCLUSIVE", "Including tax"), ("EXCLUSIVE", "Without tax")],
                        default="INCLUSIVE",
                        max_length=9,
                        verbose_name="Prices",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "price list",
                "verbose_name_plural": "price lists",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("customer_class", "currency"),
                        name="price_list_of_class",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "min_quantity",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=14, verbose_name="From quantity"
                    ),
                ),
                ("price", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="Price")),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="products.pricelist",
                    ),
                ),
            ],
            options={
                "verbose_name": "list price",
                "verbose_name_plural": "list prices",
                "indexes": [models.Index(fields=["product", "price_list"], name="list_price_by_product")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("price_list", "="),
                            ("product", "="),
                            ("min_quantity", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_until"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="list_price_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_quantity__gte", 0),
                            ("price__gte", 0),
                            models.Q(
                                ("valid_until__isnull", True),
                                ("valid_until__gte", models.F("valid_from")),
                                _connector="OR",
                            ),
                        ),
                        name="list_price_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, editable=False, size=None
                    ),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, editable=False, size=None
                    ),
                ),
                ("rules_number", models.PositiveIntegerField(default=0, editable=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                ("specification", models.CharField(blank=True, max_length=120)),
                ("auxiliary_attribute", models.CharField(blank=True, max_length=120)),
                ("code_folded", models.TextField(editable=False)),
                ("name_folded", models.TextField(editable=False)),
                ("specification_folded", models.TextField(editable=False)),
                ("auxiliary_folded", models.TextField(editable=False)),
                ("code_key", models.TextField(db_collation="C", editable=False)),
                ("product_class", models.CharField(blank=True, editable=False, max_length=40)),
                ("promotion", models.CharField(blank=True, editable=False, max_length=40)),
                ("base_code", models.CharField(blank=True, editable=False, max_length=60)),
                ("sensor_count", models.PositiveIntegerField(editable=False, null=True)),
                ("brand", models.CharField(blank=True, editable=False, max_length=120)),
                ("tonnage", models.CharField(blank=True, editable=False, max_length=120)),
                ("structure", models.CharField(blank=True, editable=False, max_length=120)),
                ("sensor_brand", models.CharField(blank=True, editable=False, max_length=120)),
                ("sensor_tonnage", models.CharField(blank=True, editable=False, max_length=120)),
                ("sensor_structure", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "base",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="products.product",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="products.product"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="product_text_tags"),
                    django.contrib.postgres.indexes.GinIndex(fields=["flags"], name="product_text_flags"),
                    models.Index(fields=["brand", "tonnage", "structure"], name="product_text_facets"),
                    models.Index(fields=["code_key"], name="product_text_code_key"),
                    models.Index(
                        condition=models.Q(("base_code", ""), _negated=True),
                        fields=["base_code"],
                        name="product_text_base",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "code", "name", "specification", "auxiliary_attribute"),
                        name="product_text_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductTextPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("facets", models.JSONField(default=dict)),
                ("rules_number", models.PositiveIntegerField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="products.producttext"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("of",),
                        name="product_text_period_open",
                    ),
                    models.UniqueConstraint(
                        fields=("of", "valid_from"), name="product_text_period_day", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="product_text_period_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("MARK", "Mark before the name"),
                            ("PRODUCTS", "List of products"),
                            ("TAG", "Tag of the rules"),
                        ],
                        default="MARK",
                        max_length=8,
                        verbose_name="Which products",
                    ),
                ),
                ("mark", models.CharField(blank=True, max_length=4, verbose_name="Mark")),
                ("tag", models.CharField(blank=True, max_length=40, verbose_name="Tag")),
                ("buy", models.PositiveIntegerField(verbose_name="For every")),
                ("give", models.PositiveIntegerField(verbose_name="Gifts")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "gift_product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Gift",
                    ),
                ),
            ],
            options={
                "verbose_name": "promotion",
                "verbose_name_plural": "promotions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("buy__gte", 1), ("give__gte", 1)), name="promotion_counts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="promotion_days",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_active", True), ("scope", "MARK")),
                        expressions=[
                            ("mark", "="),
                            (
                                models.Func(
                                    models.F("valid_from"),
                                    models.F("valid_until"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="promotion_of_mark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromotionProduct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="products.product"
                    ),
                ),
                (
                    "promotion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listed", to="products.promotion"
                    ),
                ),
            ],
            options={
                "ordering": ["product__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("promotion", "product"), name="promotion_product_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StockPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ARRIVAL", "Goods arrival"),
                            ("TRANSFER", "Transfer"),
                            ("COUNT", "Stock count"),
                            ("ADJUSTMENT", "Adjustment"),
                        ],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Number")),
                ("day", models.DateField(verbose_name="Day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SHEET", "Being counted"),
                            ("POSTED", "Posted"),
                            ("UNDONE", "Undone"),
                            ("DROPPED", "Dropped"),
                        ],
                        default="POSTED",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="Delivery note or purchase order"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("created_at", models.DateTimeField(verbose_name="Made")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="Undone at")),
                ("undo_reason", models.CharField(blank=True, max_length=200, verbose_name="Why it was undone")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Made by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Undone by",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.supplier",
                        verbose_name="Supplier",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
                (
                    "to_warehouse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="To",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock paper",
                "verbose_name_plural": "stock papers",
                "indexes": [models.Index(fields=["kind", "-id"], name="stock_paper_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "TRANSFER"), ("to_warehouse__isnull", False)),
                            models.Q(models.Q(("kind", "TRANSFER"), _negated=True), ("to_warehouse__isnull", True)),
                            _connector="OR",
                        ),
                        name="stock_paper_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "COUNT"), ("state__in", ("POSTED", "UNDONE")), _connector="OR"),
                        name="stock_paper_sheet",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockPaperLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(verbose_name="#")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="Quantity")),
                ("book", models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="Book")),
                ("counted", models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="Counted")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Notes")),
                (
                    "paper",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="products.stockpaper",
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_lines",
                        to="products.plannedreceipt",
                        verbose_name="Planned receipt",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a stock paper",
                "verbose_name_plural": "lines of stock papers",
                "ordering": ["line_no"],
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "line_no"), name="stock_paper_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("counted__isnull", True), ("counted__gte", 0), _connector="OR"),
                        name="stock_paper_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on_hand",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="On hand"),
                ),
                (
                    "reserved",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Reserved"),
                ),
                ("place", models.CharField(blank=True, db_default="", max_length=40, verbose_name="Shelf or bin")),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stock_rows",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stock_rows",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock",
                "verbose_name_plural": "stock",
                "constraints": [
                    models.UniqueConstraint(fields=("product", "warehouse"), name="stock_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))),
                        name="stock_no_oversell",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("OPENING", "Opening stock"),
                            ("ARRIVAL", "Goods arrival"),
                            ("ISSUE", "Issue"),
                            ("ISSUE_REVERSED", "Issue taken back"),
                            ("RETURN", "Customer return"),
                            ("RETURN_UNDONE", "Customer return taken back"),
                            ("TRANSFER", "Transfer"),
                            ("COUNT", "Count"),
                            ("ADJUSTMENT", "Adjustment"),
                        ],
                        max_length=14,
                        verbose_name="Kind",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                ("document_type", models.CharField(blank=True, max_length=40)),
                ("document_id", models.BigIntegerField(null=True)),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="Document")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("at", models.DateTimeField(verbose_name="When")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stock_row",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="products.stockrow",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock movement",
                "verbose_name_plural": "stock movements",
                "indexes": [
                    models.Index(fields=["stock_row", "-id"], name="movement_row"),
                    models.Index(fields=["document_type", "document_id"], name="movement_document"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity", 0), _negated=True), name="movement_not_zero")
                ],
            },
        ),
        migrations.CreateModel(
            name="Substitute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="Priority")),
                (
                    "ratio",
                    models.DecimalField(decimal_places=6, default=Decimal("1"), max_digits=12, verbose_name="Ratio"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="substitutes",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Substitute",
                    ),
                ),
            ],
            options={
                "verbose_name": "substitute",
                "verbose_name_plural": "substitutes",
                "ordering": ["priority", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "substitute"), name="substitute_once"),
                    models.CheckConstraint(condition=models.Q(("ratio__gt", 0)), name="substitute_ratio"),
                    models.CheckConstraint(
                        condition=models.Q(("product", models.F("substitute")), _negated=True), name="substitute_other"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "minimum",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="Minimum"),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="Fill up to"
                    ),
                ),
                ("lot", models.DecimalField(decimal_places=4, default=Decimal("1"), max_digits=16, verbose_name="Lot")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="products.product",
                        verbose_name="Product",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock level",
                "verbose_name_plural": "stock levels",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "warehouse"), name="stock_level_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minimum__isnull", True), ("warehouse__isnull", True)),
                            models.Q(("minimum__gte", 0), ("minimum__isnull", False), ("warehouse__isnull", False)),
                            _connector="OR",
                        ),
                        name="stock_level_minimum",
                    ),
                    models.CheckConstraint(condition=models.Q(("lot__gt", 0)), name="stock_level_lot"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__isnull", True),
                            ("minimum__isnull", True),
                            ("target__gte", models.F("minimum")),
                            _connector="OR",
                        ),
                        name="stock_level_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="Pieces in one kit")),
                ("is_sensor", models.BooleanField(default=False, verbose_name="Connected sensor")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_kits",
                        to="products.product",
                        verbose_name="Component",
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="products.kit",
                        verbose_name="Kit",
                    ),
                ),
            ],
            options={
                "verbose_name": "component of a kit",
                "verbose_name_plural": "components of kits",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("kit", "product"), name="kit_component_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="kit_component_quantity"),
                    models.CheckConstraint(
                        condition=models.Q(("product", models.F("kit")), _negated=True), name="kit_component_other"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="product",
            name="text",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="current_of",
                to="products.producttext",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["code"], name="product_code_prefix", opclasses=["text_pattern_ops"]),
        ),
    ]
