import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("products", "0008_promotions"),
    ]

    operations = [
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
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
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
            name="KitComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="Pieces in one kit")),
                ("is_sensor", models.BooleanField(default=False, verbose_name="Connected sensor")),
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
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_kits",
                        to="products.product",
                        verbose_name="Component",
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
            name="numbering",
            field=models.CharField(
                choices=[("NONE", "Not told apart"), ("BATCH", "Batch numbers"), ("SERIAL", "Serial numbers")],
                db_default="NONE",
                default="NONE",
                max_length=6,
                verbose_name="Numbers of pieces",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="supply_mode",
            field=models.CharField(
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
        migrations.AddField(
            model_name="stockrow",
            name="place",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="Shelf or bin"),
        ),
        migrations.AlterField(
            model_name="stockmovement",
            name="kind",
            field=models.CharField(
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
    ]
