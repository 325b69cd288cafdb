from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_classification"),
        ("customers", "0003_custom_fields"),
        ("customers", "0004_code_keys"),
        ("customers", "0005_paper_language"),
        ("customers", "0006_credit"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0004_period_close"),
        ("accounts", "__first__"),
        ("common", "0007_signed_links_and_workdays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="Contact")),
                ("tracking_url", models.CharField(blank=True, max_length=200, verbose_name="Tracking address")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "carrier",
                "verbose_name_plural": "carriers",
            },
        ),
        migrations.CreateModel(
            name="PaymentTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "payment term",
                "verbose_name_plural": "payment terms",
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "search_grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
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
                ("code", models.CharField(max_length=40, unique=True, verbose_name="Customer code")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("short_name", models.CharField(blank=True, max_length=60, verbose_name="Short name")),
                ("english_name", models.CharField(blank=True, max_length=160, verbose_name="English name")),
                ("name_key", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DISTRIBUTOR", "Distributor"),
                            ("END_USER", "End user"),
                            ("AGENT", "Agent"),
                            ("OEM", "Equipment maker"),
                            ("OTHER", "Other"),
                        ],
                        default="END_USER",
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="Industry")),
                ("territory", models.CharField(blank=True, max_length=80, verbose_name="Department in charge")),
                ("region", models.CharField(blank=True, editable=False, max_length=80, verbose_name="Region")),
                ("province", models.CharField(blank=True, editable=False, max_length=80, verbose_name="Province")),
                (
                    "province_group",
                    models.CharField(blank=True, editable=False, max_length=80, verbose_name="Province group"),
                ),
                (
                    "customer_class",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="Customer class"),
                ),
                ("code_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "paper_language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English"), ("both", "Chinese and English")],
                        db_default="zh-hans",
                        default="zh-hans",
                        max_length=8,
                        verbose_name="Language of papers",
                    ),
                ),
                (
                    "billing_rule",
                    models.CharField(
                        choices=[
                            ("COMPANY", "As the company does"),
                            ("WAIT", "Only what a confirmed statement lists"),
                            ("FREE", "Without waiting"),
                        ],
                        db_default="COMPANY",
                        default="COMPANY",
                        help_text="Whether invoices wait until the customer confirmed his statement of account",
                        max_length=7,
                        verbose_name="What may be invoiced",
                    ),
                ),
                ("invoice_title", models.CharField(blank=True, max_length=120, verbose_name="Invoice title")),
                ("tax_number", models.CharField(blank=True, max_length=40, verbose_name="Tax number")),
                ("bank_name", models.CharField(blank=True, max_length=120, verbose_name="Bank")),
                ("bank_account", models.CharField(blank=True, max_length=60, verbose_name="Bank account")),
                (
                    "invoice_address",
                    models.CharField(blank=True, max_length=200, verbose_name="Invoice address and phone"),
                ),
                (
                    "credit_limit",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="Credit limit"
                    ),
                ),
                (
                    "credit_order_cap",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="Largest single order"
                    ),
                ),
                (
                    "credit_days_overdue",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Days overdue allowed"),
                ),
                ("credit_valid_until", models.DateField(blank=True, null=True, verbose_name="Credit valid until")),
                ("is_credit_stopped", models.BooleanField(default=False, verbose_name="Credit stopped")),
                (
                    "credit_stop_reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Reason of the credit stop"
                    ),
                ),
                (
                    "credit_grade",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                        db_default="",
                        default="",
                        editable=False,
                        max_length=1,
                        verbose_name="Credit grade",
                    ),
                ),
                ("preferences", models.TextField(blank=True, verbose_name="Preferences")),
                ("notes", models.TextField(blank=True, verbose_name="Notes")),
                (
                    "custom",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False, verbose_name="Orders blocked")),
                ("block_reason", models.CharField(blank=True, max_length=200, verbose_name="Reason of the block")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("first_effective_at", models.DateTimeField(editable=False, null=True, verbose_name="First order")),
                ("last_effective_at", models.DateTimeField(editable=False, null=True, verbose_name="Last order")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents",
                        to="customers.customer",
                        verbose_name="Agent",
                    ),
                ),
                (
                    "bill_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pays_for",
                        to="customers.customer",
                        verbose_name="Bill-to / payer",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        default="CNY",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="accounts.department",
                        verbose_name="Sales department",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_members",
                        to="customers.customer",
                        verbose_name="Group",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="customers.customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
                (
                    "ship_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receives_for",
                        to="customers.customer",
                        verbose_name="Ship-to",
                    ),
                ),
                (
                    "payment_term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="customers.paymentterm",
                        verbose_name="Payment terms",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search_grams"], name="customer_grams"),
                    models.Index(fields=["owner"], name="customer_owner"),
                    models.Index(fields=["code"], name="customer_code_prefix", opclasses=["text_pattern_ops"]),
                    models.Index(fields=["-last_effective_at", "-id"], name="customer_last_order"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="customer_custom"
                    ),
                    models.Index(fields=["code_key"], name="customer_code_key"),
                    django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="customer_tags"),
                    django.contrib.postgres.indexes.GinIndex(fields=["flags"], name="customer_flags"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_limit__isnull", True), ("credit_limit__gte", Decimal("0")), _connector="OR"
                        ),
                        name="customer_credit_limit_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="Job title")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                ("is_default", models.BooleanField(default=False, verbose_name="Default")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["-is_default", "id"],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="Label")),
                ("recipient", models.CharField(blank=True, max_length=60, verbose_name="Recipient")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Phone")),
                ("province", models.CharField(blank=True, max_length=40, verbose_name="Province")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="City")),
                ("street", models.CharField(max_length=200, verbose_name="Street")),
                ("postcode", models.CharField(blank=True, max_length=20, verbose_name="Postcode")),
                ("is_default", models.BooleanField(default=False, verbose_name="Default")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "ordering": ["-is_default", "id"],
            },
        ),
        migrations.CreateModel(
            name="PaymentTermRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="Sequence")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="Percent")),
                ("is_advance", models.BooleanField(default=False, verbose_name="Advance payment")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("ORDER", "Order takes effect"),
                            ("SHIP", "Shipment"),
                            ("SIGN", "Signing"),
                            ("INVOICE", "Invoice date"),
                        ],
                        default="ORDER",
                        max_length=8,
                        verbose_name="Counted from",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="Days")),
                ("from_month_end", models.BooleanField(default=False, verbose_name="From the end of the month")),
                (
                    "control",
                    models.CharField(
                        choices=[("NONE", "None"), ("PRODUCE", "Before production"), ("SHIP", "Before shipment")],
                        default="NONE",
                        max_length=8,
                        verbose_name="Must be received",
                    ),
                ),
                (
                    "allowed_shortfall",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="Allowed shortfall %"),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="customers.paymentterm",
                        verbose_name="Payment term",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a payment term",
                "verbose_name_plural": "rows of a payment term",
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "sequence"), name="payment_term_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)), name="payment_term_row_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report_date", models.DateField(verbose_name="Date of the report")),
                ("source", models.CharField(max_length=120, verbose_name="Source")),
                ("rating", models.CharField(max_length=40, verbose_name="Rating in its own words")),
                (
                    "grade",
                    models.CharField(
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                        help_text="No better grade is proposed than this while the report is valid",
                        max_length=1,
                        verbose_name="What it means",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("notes", models.CharField(blank=True, max_length=500, verbose_name="Notes")),
                ("is_void", models.BooleanField(default=False, verbose_name="Void")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_reports",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit report",
                "verbose_name_plural": "credit reports",
                "indexes": [models.Index(fields=["customer", "-report_date"], name="credit_report_of")],
            },
        ),
        migrations.CreateModel(
            name="CreditLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="Credit limit"
                    ),
                ),
                (
                    "order_cap",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="Largest single order"
                    ),
                ),
                (
                    "days_overdue",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Days overdue allowed"),
                ),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("reason", models.CharField(max_length=500, verbose_name="Reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "Waits for a decision"),
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Refused"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="PROPOSED",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="Proposed")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("decision", models.CharField(blank=True, max_length=500, verbose_name="Words of the decision")),
                ("started_at", models.DateTimeField(null=True, verbose_name="In force since")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Proposed by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_limits",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit limit",
                "verbose_name_plural": "credit limits",
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="credit_limit_of"),
                    models.Index(
                        condition=models.Q(("started_at", None), ("state", "APPROVED")),
                        fields=["valid_from"],
                        name="credit_limit_to_come",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")), fields=("customer",), name="credit_limit_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="credit_limit_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order_cap", None), ("order_cap__gte", 0), _connector="OR"),
                        name="credit_limit_cap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="credit_limit_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "APPROVED"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="credit_limit_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditGrading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grade",
                    models.CharField(
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], max_length=1, verbose_name="Grade"
                    ),
                ),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="Score")),
                ("parts", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="Reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "Waits for a decision"),
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Refused"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="PROPOSED",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="Proposed")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("decision", models.CharField(blank=True, max_length=500, verbose_name="Words of the decision")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Proposed by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gradings",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit grade",
                "verbose_name_plural": "credit grades",
                "indexes": [models.Index(fields=["customer", "-id"], name="credit_grading_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")), fields=("customer",), name="credit_grading_one_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("territory", models.CharField(blank=True, max_length=80, verbose_name="Department in charge")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Sales department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["-valid_from", "-id"],
                "constraints": [models.UniqueConstraint(fields=("customer", "valid_from"), name="assignment_day")],
            },
        ),
        migrations.CreateModel(
            name="CustomerNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FEEDBACK", "Feedback"),
                            ("SUGGESTION", "Suggestion"),
                            ("SATISFACTION", "Satisfaction"),
                            ("FOLLOW_UP", "Follow-up"),
                        ],
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                ("order_number", models.CharField(blank=True, max_length=20, verbose_name="Order number")),
                ("text", models.TextField(blank=True, verbose_name="What was said")),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Satisfaction, 1 to 5")),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="Follow up by")),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("done_at", models.DateTimeField(null=True, verbose_name="Done")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voice",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Who",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a customer",
                "verbose_name_plural": "words of customers",
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="customer_note_of"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("due_date__isnull", False)),
                        fields=["responsible", "due_date"],
                        name="customer_note_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "SATISFACTION"), ("score__gte", 1), ("score__lte", 5)),
                            models.Q(models.Q(("kind", "SATISFACTION"), _negated=True), ("score__isnull", True)),
                            _connector="OR",
                        ),
                        name="customer_note_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "FOLLOW_UP"), _negated=True), ("due_date__isnull", False), _connector="OR"
                        ),
                        name="customer_note_follow_up_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerPeriod",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)), fields=("of",), name="customer_period_open"
                    ),
                    models.UniqueConstraint(
                        fields=("of", "valid_from"), name="customer_period_day", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="customer_period_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guarantee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BANK", "Bank guarantee"),
                            ("COMPANY", "Guarantee of another company"),
                            ("PERSON", "Personal guarantee"),
                            ("DEPOSIT", "Deposit"),
                            ("PLEDGE", "Mortgage or pledge"),
                            ("INSURANCE", "Credit insurance"),
                        ],
                        max_length=9,
                        verbose_name="Kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Amount")),
                ("guarantor", models.CharField(max_length=120, verbose_name="Guarantor")),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("notes", models.CharField(blank=True, max_length=500, verbose_name="Notes")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "Waits for a decision"),
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Refused"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="PROPOSED",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("released_at", models.DateTimeField(null=True, verbose_name="Released")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantees",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Released by",
                    ),
                ),
            ],
            options={
                "verbose_name": "guarantee",
                "verbose_name_plural": "guarantees",
                "indexes": [models.Index(fields=["customer", "-id"], name="guarantee_of")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", Decimal("0"))), name="guarantee_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="guarantee_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "APPROVED"), _negated=True),
                            models.Q(("decided_by", models.F("created_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="guarantee_four_eyes",
                    ),
                ],
            },
        ),
    ]
