from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("orders", "0001_initial"),
        ("orders", "0002_texts"),
        ("orders", "0003_ship_dates"),
        ("orders", "0004_custom_fields"),
        ("orders", "0005_fewer_indexes"),
        ("orders", "0006_exceptions"),
        ("orders", "0007_lines_not_closed"),
        ("orders", "0008_lines_by_ship_date"),
        ("orders", "0009_lines_with_extras"),
        ("orders", "0010_requested_days"),
        ("orders", "0011_prices"),
        ("orders", "0012_from_inquiry_to_confirmation"),
        ("orders", "0013_execution"),
        ("orders", "0014_what_stood"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0004_period_close"),
        ("accounts", "__first__"),
        ("common", "0007_signed_links_and_workdays"),
        ("customers", "0001_squashed_0006_credit"),
        ("products", "0001_squashed_0009_supply_and_kits"),
        ("segments", "0001_squashed_0004_deviations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeDepartment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MANAGEMENT", "Management"),
                            ("SALES", "Sales"),
                            ("ORDER_DESK", "Order desk"),
                            ("PRODUCTION", "Production"),
                            ("PURCHASING", "Purchasing"),
                            ("WAREHOUSE", "Warehouse"),
                            ("LOGISTICS", "Logistics"),
                            ("FINANCE", "Finance"),
                            ("SERVICE", "Customer service"),
                            ("SUPPLY_CHAIN", "Supply chain"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="Department",
                    ),
                ),
                (
                    "aspects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("QUANTITY", "Quantity"),
                                ("DATE", "Delivery date"),
                                ("PRICE", "Price"),
                                ("PRODUCT", "Product"),
                                ("SPECIFICATION", "Specification and customisation"),
                                ("TERMS", "Payment terms"),
                                ("ADDRESS", "Delivery place and way"),
                                ("FREIGHT", "Freight"),
                                ("INVOICE", "Invoice details"),
                                ("CONTACT", "Contact"),
                                ("OTHER", "Other"),
                            ],
                            max_length=14,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Asked about",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(default=8, verbose_name="Hours to answer")),
                (
                    "urgent_hours",
                    models.PositiveSmallIntegerField(default=2, verbose_name="Hours to answer when urgent"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "department asked about changes",
                "verbose_name_plural": "departments asked about changes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChangeReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "side",
                    models.CharField(
                        choices=[("CUSTOMER", "Customer's side"), ("GOODS", "Goods side")],
                        default="CUSTOMER",
                        max_length=8,
                        verbose_name="Side",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "reason of a change",
                "verbose_name_plural": "reasons of changes",
                "ordering": ["side", "id"],
            },
        ),
        migrations.CreateModel(
            name="CheckPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=120, verbose_name="What is looked at")),
                (
                    "occasion",
                    models.CharField(
                        choices=[("VERIFICATION", "Before approval"), ("DELIVERY", "Before goods leave")],
                        default="VERIFICATION",
                        max_length=12,
                        verbose_name="When",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CONTACT", "Contact"),
                            ("ITEM", "Item"),
                            ("PRICE", "Price"),
                            ("QUANTITY", "Quantity"),
                            ("DELIVERY", "Delivery"),
                            ("TERMS", "Terms"),
                            ("DOCUMENT", "Document"),
                            ("OTHER", "Other"),
                        ],
                        default="OTHER",
                        max_length=8,
                        verbose_name="Kind of error",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="Position")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "point of a checklist",
                "verbose_name_plural": "points of checklists",
                "ordering": ["occasion", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RIGHTS", "Rights and duties"),
                            ("DELIVERY", "Delivery"),
                            ("PAYMENT", "Payment"),
                            ("QUALITY", "Quality and warranty"),
                            ("DISPUTE", "Disputes"),
                            ("OTHER", "Other"),
                        ],
                        max_length=8,
                        verbose_name="Kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("is_standard", models.BooleanField(default=False, verbose_name="In every contract")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="CreditExposure",
            fields=[
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="exposure",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("on_order", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20)),
                ("shipped", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20)),
                ("invoiced", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20)),
                ("received", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20)),
                (
                    "drafts",
                    models.DecimalField(db_default=Decimal("0"), decimal_places=6, default=Decimal("0"), max_digits=20),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailboxState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="Mailbox")),
                ("uidvalidity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("marked_uid", models.BigIntegerField(default=0)),
                ("polled_at", models.DateTimeField(null=True, verbose_name="Read last")),
                ("fault", models.CharField(blank=True, max_length=300, verbose_name="Fault")),
                ("failing_since", models.DateTimeField(null=True, verbose_name="Failing since")),
            ],
            options={
                "verbose_name": "mailbox",
                "verbose_name_plural": "mailboxes",
            },
        ),
        migrations.CreateModel(
            name="OrderType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("needs_approval", models.BooleanField(default=True, verbose_name="Needs approval")),
                ("ships", models.BooleanField(default=True, verbose_name="Ships")),
                ("invoices", models.BooleanField(default=True, verbose_name="Invoices")),
                ("counts", models.BooleanField(default=True, verbose_name="Counts in statistics")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "order type",
                "verbose_name_plural": "order types",
            },
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, unique=True, verbose_name="After")),
                ("usual_hours", models.PositiveIntegerField(verbose_name="Usually within (hours)")),
                ("patience_hours", models.PositiveIntegerField(verbose_name="Nine times in ten within (hours)")),
                ("seen", models.PositiveIntegerField(verbose_name="Seen")),
                ("learnt_at", models.DateTimeField(verbose_name="Learnt")),
            ],
            options={
                "verbose_name": "usual rhythm of orders",
                "verbose_name_plural": "usual rhythms of orders",
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Agreement number")),
                (
                    "status",
                    models.CharField(
                        choices=[("DRAFT", "Draft"), ("ACTIVE", "In force"), ("ENDED", "Ended")],
                        default="DRAFT",
                        max_length=6,
                        verbose_name="State",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="Subject")),
                (
                    "customer_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="Customer's reference"),
                ),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("valid_until", models.DateField(verbose_name="Valid until")),
                (
                    "tax_mode",
                    models.CharField(
                        choices=[("INCLUSIVE", "Including tax"), ("EXCLUSIVE", "Without tax")],
                        default="INCLUSIVE",
                        max_length=9,
                        verbose_name="Prices",
                    ),
                ),
                ("terms", models.TextField(blank=True, verbose_name="Contract terms")),
                ("ended_reason", models.CharField(blank=True, max_length=300, verbose_name="Ended because")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "indexes": [
                    models.Index(fields=["-valid_until", "-id"], name="agreement_by_end"),
                    models.Index(fields=["customer", "-valid_until", "-id"], name="agreement_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))), name="agreement_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(verbose_name="Line")),
                ("price", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="Price")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="Agreed quantity"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="Agreed amount"
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.agreement",
                    ),
                ),
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
            ],
            options={
                "ordering": ["line_no"],
                "indexes": [models.Index(fields=["product"], name="agreement_line_product")],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "line_no"), name="agreement_line_no"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__gte", 0),
                            models.Q(("quantity__isnull", True), ("quantity__gt", 0), _connector="OR"),
                            models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
                        ),
                        name="agreement_line_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lines_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount of the lines"
                    ),
                ),
                (
                    "total_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Total including tax"
                    ),
                ),
                (
                    "due_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount due"
                    ),
                ),
                (
                    "credited_amount",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=6,
                        default=Decimal("0"),
                        max_digits=20,
                        verbose_name="Credited",
                    ),
                ),
                (
                    "tax_amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Tax"),
                ),
                (
                    "net_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                (
                    "cost_amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Cost"),
                ),
                (
                    "reserved_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Reserved amount"
                    ),
                ),
                (
                    "shipped_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Shipped amount"
                    ),
                ),
                (
                    "unshipped_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount still to be shipped"
                    ),
                ),
                (
                    "signed_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Signed amount"
                    ),
                ),
                (
                    "invoiced_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Invoiced amount"
                    ),
                ),
                (
                    "received_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Received amount"
                    ),
                ),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("number", models.CharField(max_length=20, null=True, unique=True, verbose_name="Order number")),
                ("source_number", models.CharField(blank=True, max_length=60, verbose_name="Number in the source")),
                (
                    "origin",
                    models.CharField(
                        choices=[("NATIVE", "Entered here"), ("TAKEN_OVER", "Taken over open"), ("HISTORY", "History")],
                        default="NATIVE",
                        max_length=10,
                        verbose_name="Origin",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SUBMITTED", "Awaiting approval"),
                            ("EFFECTIVE", "Effective"),
                            ("CLOSED", "Closed"),
                            ("ARCHIVED", "Archived"),
                            ("VOID", "Void"),
                        ],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("is_frozen", models.BooleanField(default=False, verbose_name="Frozen")),
                ("freeze_reason", models.CharField(blank=True, max_length=200, verbose_name="Reason of the freeze")),
                ("frozen_at", models.DateTimeField(null=True)),
                ("frozen_until", models.DateField(null=True, verbose_name="Frozen until")),
                ("is_changing", models.BooleanField(default=False, verbose_name="Change in progress")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="Urgent")),
                ("is_rejected", models.BooleanField(default=False, verbose_name="Sent back")),
                (
                    "rejection_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="Reason of the rejection"),
                ),
                (
                    "set_aside_reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=500, verbose_name="Set aside because"
                    ),
                ),
                ("open_doubts", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Open doubts")),
                (
                    "open_exceptions",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Open exceptions"),
                ),
                (
                    "disputed_amount",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=20,
                        verbose_name="Disputed amount",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="Contact")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="Contact phone")),
                ("ship_address", models.CharField(blank=True, max_length=300, verbose_name="Delivery place")),
                ("ship_recipient", models.CharField(blank=True, max_length=60, verbose_name="Recipient")),
                ("ship_phone", models.CharField(blank=True, max_length=40, verbose_name="Recipient's phone")),
                (
                    "delivery_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DELIVER", "We deliver"),
                            ("PICK_UP", "Customer picks up"),
                            ("DIRECT", "Supplier delivers"),
                        ],
                        max_length=12,
                        verbose_name="Delivery method",
                    ),
                ),
                (
                    "transport_mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXPRESS", "Express"),
                            ("AIR", "Air"),
                            ("LAND", "Land"),
                            ("SEA", "Sea"),
                            ("OWN", "Own vehicle"),
                        ],
                        max_length=8,
                        verbose_name="Transport mode",
                    ),
                ),
                (
                    "payment_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TRANSFER", "Bank transfer"),
                            ("ACCEPTANCE", "Acceptance draft"),
                            ("CHEQUE", "Cheque"),
                            ("CASH", "Cash"),
                            ("ONLINE", "Online payment"),
                            ("LETTER", "Letter of credit"),
                        ],
                        max_length=12,
                        verbose_name="Payment method",
                    ),
                ),
                (
                    "invoice_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SPECIAL", "Special VAT invoice"),
                            ("ORDINARY", "Ordinary invoice"),
                            ("EXPORT", "Export invoice"),
                            ("NONE", "No invoice"),
                        ],
                        max_length=8,
                        verbose_name="Invoice kind",
                    ),
                ),
                ("invoice_title", models.CharField(blank=True, max_length=120, verbose_name="Invoice title")),
                ("invoice_tax_number", models.CharField(blank=True, max_length=40, verbose_name="Tax number")),
                (
                    "customer_po_number",
                    models.CharField(blank=True, max_length=80, verbose_name="Customer's order number"),
                ),
                ("customer_po_date", models.DateField(null=True, verbose_name="Customer's order date")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "Phone"),
                            ("LETTER", "Letter"),
                            ("VISIT", "Visit"),
                            ("FAX", "Fax"),
                            ("MAIL", "E-mail"),
                            ("WEB", "Website"),
                            ("SALESPERSON", "Salesperson"),
                            ("API", "Other system"),
                            ("ECOMMERCE", "E-commerce"),
                            ("IMPORT", "Import"),
                        ],
                        default="SALESPERSON",
                        max_length=12,
                        verbose_name="Channel",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("WRITTEN", "Written"), ("ELECTRONIC", "Electronic")],
                        default="ELECTRONIC",
                        max_length=10,
                        verbose_name="Form",
                    ),
                ),
                (
                    "source_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CONTRACT", "Sales contract"),
                            ("ORDER_SHEET", "Order sheet"),
                            ("PURCHASE_ORDER", "Purchase order"),
                        ],
                        max_length=16,
                        verbose_name="Source document",
                    ),
                ),
                ("contract_terms", models.TextField(blank=True, verbose_name="Contract terms")),
                (
                    "contract_state",
                    models.CharField(
                        choices=[
                            ("NONE", "No contract"),
                            ("DRAFTED", "Drafted"),
                            ("SENT", "Sent"),
                            ("SIGNED", "Signed"),
                        ],
                        default="NONE",
                        max_length=8,
                        verbose_name="Contract",
                    ),
                ),
                ("contract_signed_date", models.DateField(null=True, verbose_name="Contract signed on")),
                ("special_requirements", models.TextField(blank=True, verbose_name="Special requirements")),
                ("notes", models.TextField(blank=True, verbose_name="Notes")),
                (
                    "custom",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
                    ),
                ),
                ("territory", models.CharField(blank=True, max_length=80, verbose_name="Department in charge")),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="Exchange rate"
                    ),
                ),
                (
                    "tax_mode",
                    models.CharField(
                        choices=[("INCLUSIVE", "Including tax"), ("EXCLUSIVE", "Without tax")],
                        default="INCLUSIVE",
                        max_length=9,
                        verbose_name="Prices",
                    ),
                ),
                (
                    "freight",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Freight"),
                ),
                (
                    "reduction",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Reduction"
                    ),
                ),
                (
                    "fulfilment",
                    models.CharField(
                        choices=[("NONE", "None"), ("PARTIAL", "Partial"), ("FULL", "Full")],
                        default="NONE",
                        max_length=7,
                        verbose_name="Fulfilment",
                    ),
                ),
                (
                    "signing",
                    models.CharField(
                        choices=[("NONE", "None"), ("PARTIAL", "Partial"), ("FULL", "Full")],
                        default="NONE",
                        max_length=7,
                        verbose_name="Signing",
                    ),
                ),
                (
                    "invoicing",
                    models.CharField(
                        choices=[("NONE", "None"), ("PARTIAL", "Partial"), ("FULL", "Full")],
                        default="NONE",
                        max_length=7,
                        verbose_name="Invoicing",
                    ),
                ),
                (
                    "settlement",
                    models.CharField(
                        choices=[
                            ("NONE", "Unpaid"),
                            ("ADVANCE", "Advance received"),
                            ("PARTIAL", "Partly paid"),
                            ("PAID", "Paid"),
                            ("OVERPAID", "Overpaid"),
                        ],
                        default="NONE",
                        max_length=8,
                        verbose_name="Settlement",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("PLACING", "Placing"),
                            ("PREPARING", "Production and purchasing"),
                            ("LOGISTICS", "Logistics"),
                            ("DELIVERY", "Delivery"),
                            ("COMPLETE", "Complete"),
                        ],
                        default="PLACING",
                        max_length=9,
                        verbose_name="Stage",
                    ),
                ),
                (
                    "amount_class",
                    models.CharField(
                        blank=True,
                        choices=[("LARGE", "Large"), ("MEDIUM", "Medium"), ("SMALL", "Small")],
                        db_default="",
                        default="",
                        max_length=6,
                        verbose_name="Class by amount",
                    ),
                ),
                (
                    "time_class",
                    models.CharField(
                        blank=True,
                        choices=[("URGENT", "Due soon"), ("SHORT", "Short-term"), ("LONG", "Long-term")],
                        db_default="",
                        default="",
                        max_length=6,
                        verbose_name="Class by day",
                    ),
                ),
                (
                    "customer_type",
                    models.CharField(
                        blank=True,
                        choices=[("NEW", "New customer"), ("EXISTING", "Existing customer")],
                        db_default="",
                        default="",
                        max_length=8,
                        verbose_name="Customer is",
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Priority")),
                (
                    "priority_amount",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Priority by amount"),
                ),
                (
                    "priority_time",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Priority by delivery time"),
                ),
                (
                    "priority_customer",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Priority by customer"),
                ),
                (
                    "pin_reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="Pinned because"
                    ),
                ),
                ("order_date", models.DateField(verbose_name="Order date")),
                ("requested_date", models.DateField(null=True, verbose_name="Requested date")),
                ("promised_date", models.DateField(null=True, verbose_name="Promised date")),
                ("next_due_date", models.DateField(null=True, verbose_name="Next payment due")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="Submitted")),
                ("effective_at", models.DateTimeField(null=True, verbose_name="Effective since")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="Closed")),
                ("archived_at", models.DateTimeField(null=True, verbose_name="Archived")),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("unfinished", models.JSONField(default=list, verbose_name="Unfinished rows")),
                ("risks", models.JSONField(default=list, verbose_name="Risks")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Agent",
                    ),
                ),
                (
                    "bill_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Bill-to / payer",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.contact",
                        verbose_name="Contact",
                    ),
                ),
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
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "executing_owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Executing owner",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment_term",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterm",
                        verbose_name="Payment terms",
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
                (
                    "ship_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Ship-to",
                    ),
                ),
                (
                    "order_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="orders.ordertype",
                        verbose_name="Order type",
                    ),
                ),
            ],
            options={
                "verbose_name": "order",
                "verbose_name_plural": "orders",
                "indexes": [
                    models.Index(fields=["-order_date", "-id"], name="order_by_date"),
                    models.Index(fields=["customer", "-order_date", "-id"], name="order_by_customer"),
                    models.Index(fields=["salesperson", "-order_date", "-id"], name="order_by_salesperson"),
                    models.Index(fields=["executing_owner", "-order_date", "-id"], name="order_by_executing_owner"),
                    models.Index(fields=["department", "-order_date", "-id"], name="order_by_department"),
                    models.Index(fields=["status", "-order_date", "-id"], name="order_by_status"),
                    models.Index(fields=["promised_date", "id"], name="order_by_promise"),
                    models.Index(fields=["requested_date"], name="order_by_request"),
                    models.Index(fields=["-total_amount", "-id"], name="order_by_amount"),
                    models.Index(
                        condition=models.Q(("next_due_date__isnull", False)),
                        fields=["next_due_date", "id"],
                        name="order_payment_due",
                    ),
                    models.Index(
                        condition=models.Q(("contact__isnull", False)), fields=["contact"], name="order_contact"
                    ),
                    models.Index(
                        condition=models.Q(("bill_to__isnull", False)), fields=["bill_to"], name="order_bill_to"
                    ),
                    models.Index(
                        condition=models.Q(("ship_to__isnull", False)), fields=["ship_to"], name="order_ship_to"
                    ),
                    models.Index(condition=models.Q(("agent__isnull", False)), fields=["agent"], name="order_agent"),
                    models.Index(
                        condition=models.Q(("source_number", ""), _negated=True),
                        fields=["source_number"],
                        name="order_source_number",
                    ),
                    models.Index(
                        condition=models.Q(("customer_po_number", ""), _negated=True),
                        fields=["customer_po_number"],
                        name="order_customer_po",
                    ),
                    models.Index(fields=["-priority", "-id"], name="order_by_priority"),
                    models.Index(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("DRAFT", "SUBMITTED", "EFFECTIVE")),
                                models.Q(
                                    ("status", "CLOSED"),
                                    models.Q(("invoicing", "FULL"), ("signing", "FULL"), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(("origin", "HISTORY"), _negated=True),
                        ),
                        fields=["-priority", "-id"],
                        name="order_running",
                    ),
                    models.Index(
                        condition=models.Q(("set_aside_reason", ""), _negated=True),
                        fields=["-order_date", "-id"],
                        name="order_set_aside",
                    ),
                    models.Index(
                        condition=models.Q(("open_doubts__gt", 0)), fields=["-order_date", "-id"], name="order_doubtful"
                    ),
                    models.Index(
                        condition=models.Q(("open_exceptions__gt", 0)),
                        fields=["-order_date", "-id"],
                        name="order_with_exception",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="order_custom"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("freight__gte", 0), ("reduction__gte", 0), ("total_amount__gte", 0)),
                        name="order_money_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__isnull", False), ("status__in", ["DRAFT", "VOID"]), _connector="OR"
                        ),
                        name="order_numbered",
                    ),
                    models.CheckConstraint(condition=models.Q(("exchange_rate__gt", 0)), name="order_rate_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", "HISTORY"),
                            models.Q(
                                ("freight", django.db.models.functions.math.Round("freight", precision=2)),
                                ("reduction", django.db.models.functions.math.Round("reduction", precision=2)),
                            ),
                            _connector="OR",
                        ),
                        name="order_money_in_cents",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="Sequence")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="Percent")),
                ("amount", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="Amount")),
                (
                    "received",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Received"),
                ),
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
                        max_length=8,
                        verbose_name="Counted from",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="Days")),
                ("from_month_end", models.BooleanField(default=False)),
                (
                    "control",
                    models.CharField(
                        choices=[("NONE", "None"), ("PRODUCE", "Before production"), ("SHIP", "Before shipment")],
                        default="NONE",
                        max_length=8,
                    ),
                ),
                ("allowed_shortfall", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5)),
                ("due_date", models.DateField(null=True, verbose_name="Due")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_rows",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("received__lt", models.F("amount"))),
                        fields=["due_date", "id"],
                        name="plan_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "sequence"), name="plan_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("received__gte", 0), ("received__lte", models.F("amount"))),
                        name="plan_row_received",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MONEY", "Payment"),
                            ("CHARGE", "Bank charge"),
                            ("DISCOUNT", "Early-payment discount"),
                            ("DIFFERENCE", "Small difference"),
                            ("REFUND", "Paid back"),
                            ("DISHONOUR", "Draft dishonoured"),
                        ],
                        db_default="MONEY",
                        default="MONEY",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Receipt number")),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="Exchange rate"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="Amount")),
                (
                    "allocated",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Allocated"
                    ),
                ),
                ("received_date", models.DateField(verbose_name="Received on")),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TRANSFER", "Bank transfer"),
                            ("ACCEPTANCE", "Acceptance draft"),
                            ("CHEQUE", "Cheque"),
                            ("CASH", "Cash"),
                            ("ONLINE", "Online payment"),
                            ("LETTER", "Letter of credit"),
                        ],
                        max_length=12,
                        verbose_name="Payment method",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=40)),
                ("external_id", models.CharField(blank=True, max_length=120, verbose_name="External number")),
                ("payer", models.CharField(blank=True, max_length=120, verbose_name="Payer")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("is_void", models.BooleanField(default=False, verbose_name="Void")),
                (
                    "refund_for",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=20, verbose_name="Paid back for the return"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "refund_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="orders.receipt",
                        verbose_name="Paid back of",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "indexes": [
                    models.Index(fields=["-received_date", "-id"], name="receipt_recent"),
                    models.Index(fields=["customer", "-received_date", "-id"], name="receipt_customer"),
                    models.Index(
                        condition=models.Q(("refund_of__isnull", False)), fields=["refund_of"], name="receipt_refund_of"
                    ),
                    models.Index(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=["external_id"],
                        name="receipt_external",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind__in", ["REFUND", "DISHONOUR"]), _negated=True),
                                ("allocated__gte", 0),
                                ("allocated__lte", models.F("amount")),
                                ("amount__gt", 0),
                            ),
                            models.Q(
                                ("allocated__gte", models.F("amount")),
                                ("allocated__lte", 0),
                                ("amount__lt", 0),
                                ("kind__in", ["REFUND", "DISHONOUR"]),
                            ),
                            _connector="OR",
                        ),
                        name="receipt_allocation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["REFUND", "DISHONOUR"]), ("refund_of__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["REFUND", "DISHONOUR"]), _negated=True), ("refund_of", None)
                            ),
                            _connector="OR",
                        ),
                        name="receipt_refund",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("external_id", ""), _negated=True), ("is_void", False)),
                        fields=("provider", "external_id"),
                        name="receipt_external_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="Amount")),
                ("at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_row",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="orders.planrow",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="orders.receipt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["receipt"], name="allocation_receipt"),
                    models.Index(fields=["plan_row"], name="allocation_plan_row"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="allocation_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("content", models.JSONField(default=dict)),
                ("barred", models.JSONField(default=list)),
                ("matrix_row", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Sent back"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="OPEN",
                        max_length=9,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject_type", "subject_id", "-id"], name="approval_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("subject_type", "subject_id"),
                        name="approval_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField()),
                ("seat", models.PositiveSmallIntegerField(db_default=1, default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("PERSON", "A person decides"), ("CUSTOMER", "The customer confirms")],
                        db_default="PERSON",
                        default="PERSON",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200)),
                (
                    "hours",
                    models.DecimalField(
                        db_default=Decimal("24"), decimal_places=2, default=Decimal("24"), max_digits=6
                    ),
                ),
                ("due_at", models.DateTimeField(null=True, verbose_name="Due")),
                (
                    "escalation",
                    models.CharField(
                        choices=[("NOBODY", "Nobody"), ("ABOVE", "The department head above"), ("PERSON", "A person")],
                        db_default="NOBODY",
                        default="NOBODY",
                        max_length=7,
                    ),
                ),
                ("warned_at", models.DateTimeField(null=True)),
                ("late_at", models.DateTimeField(null=True)),
                ("question", models.CharField(blank=True, db_default="", default="", max_length=500)),
                ("is_void", models.BooleanField(db_default=False, default=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("APPROVED", "Approved"),
                            ("REJECTED", "Sent back"),
                            ("RETURNED", "Returned to an earlier step"),
                            ("NOT_NEEDED", "Not needed any more"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "escalate_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="orders.approvalrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence", "seat", "id"],
                "indexes": [
                    models.Index(fields=["request", "sequence"], name="approval_step_place"),
                    models.Index(
                        condition=models.Q(("decision", "")), fields=["approver", "due_at"], name="approval_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("decision", ""), ("due_at__isnull", False)),
                        fields=["due_at"],
                        name="approval_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision__in", ["APPROVED", "REJECTED", "RETURNED"])),
                        fields=("request", "sequence", "seat"),
                        name="approval_seat_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approver__isnull", True), ("kind", "CUSTOMER")),
                            models.Q(("approver__isnull", False), ("kind", "PERSON")),
                            _connector="OR",
                        ),
                        name="approval_step_asks_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("PREVIEW", "What-if"), ("PUBLISHED", "Published"), ("DISCARDED", "Thrown away")],
                        default="PREVIEW",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("days", models.SmallIntegerField(verbose_name="Days")),
                (
                    "source",
                    models.CharField(
                        choices=[("CUSTOMER", "Customer's side"), ("GOODS", "Goods side")],
                        default="GOODS",
                        max_length=8,
                        verbose_name="Source",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=500, verbose_name="Reason in words")),
                ("picked", models.JSONField(default=list)),
                ("preview", models.JSONField(default=dict)),
                ("previewed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(verbose_name="Made")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.changereason",
                        verbose_name="Reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift of many orders",
                "verbose_name_plural": "shifts of many orders",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, null=True, unique=True, verbose_name="Number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("ASSESSING", "Being assessed"),
                            ("SUBMITTED", "Awaiting approval"),
                            ("APPROVED", "Waits for the customer"),
                            ("EFFECTIVE", "Effective"),
                            ("REJECTED", "Rejected"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("SUPERSEDED", "Superseded"),
                            ("STALE", "Overtaken"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("base_revision", models.PositiveIntegerField(verbose_name="Base revision")),
                ("revision", models.PositiveIntegerField(null=True, verbose_name="New revision")),
                (
                    "source",
                    models.CharField(
                        choices=[("CUSTOMER", "Customer's side"), ("GOODS", "Goods side")],
                        default="CUSTOMER",
                        max_length=8,
                        verbose_name="Source",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("PAGE", "From the order's page"),
                            ("API", "By another system"),
                            ("MAIL", "From a customer's mail"),
                            ("LINK", "From a customer's link"),
                            ("SHIFT", "From a shift of many orders"),
                        ],
                        default="PAGE",
                        max_length=5,
                        verbose_name="Came",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=500, verbose_name="Reason in words")),
                ("customer_words", models.TextField(blank=True, verbose_name="The customer's words")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="Urgent")),
                ("needs_customer", models.BooleanField(default=False, verbose_name="The customer has to agree")),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="Sent back because")),
                ("conflicts", models.JSONField(default=list, verbose_name="Conflicts")),
                ("aftermath", models.JSONField(default=dict, verbose_name="What followed")),
                ("created_at", models.DateTimeField(verbose_name="Requested")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="Departments asked")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="Submitted")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("effective_at", models.DateTimeField(null=True, verbose_name="Effective since")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                (
                    "amount_delta",
                    models.DecimalField(decimal_places=2, default=0, max_digits=20, verbose_name="Amount"),
                ),
                ("days_late", models.SmallIntegerField(default=0, verbose_name="Days later")),
                ("broken_promises", models.PositiveSmallIntegerField(default=0, verbose_name="Broken promises")),
                (
                    "extra_cost",
                    models.DecimalField(decimal_places=2, default=0, max_digits=20, verbose_name="Extra cost"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Requested by",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.changereason",
                        verbose_name="Reason",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.changerequest",
                        verbose_name="Superseded by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="orders.changeshift",
                        verbose_name="Shift of many orders",
                    ),
                ),
            ],
            options={
                "verbose_name": "change request",
                "verbose_name_plural": "change requests",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="change_by_state"),
                    models.Index(
                        condition=models.Q(("state", "EFFECTIVE")), fields=["effective_at"], name="change_effective"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "ASSESSING", "SUBMITTED", "APPROVED"])),
                        fields=("order",),
                        name="change_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "EFFECTIVE")),
                        fields=("order", "base_revision"),
                        name="change_base",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "EFFECTIVE"), _negated=True),
                            models.Q(
                                ("effective_at__isnull", False),
                                (
                                    "revision",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("base_revision"), "+", models.Value(1)
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="change_next_revision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("HEADER", "Order head"),
                            ("ADD", "New line"),
                            ("MODIFY", "Changed line"),
                            ("CANCEL", "Cancelled line"),
                        ],
                        max_length=6,
                    ),
                ),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="Line")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="Field")),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="orders.changerequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a change request",
                "verbose_name_plural": "items of change requests",
                "ordering": ["line_no", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "line_no", "field"), name="change_item_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "HEADER"), ("line_no__isnull", True)),
                            models.Q(models.Q(("action", "HEADER"), _negated=True), ("line_no__isnull", False)),
                            _connector="OR",
                        ),
                        name="change_item_of",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MANAGEMENT", "Management"),
                            ("SALES", "Sales"),
                            ("ORDER_DESK", "Order desk"),
                            ("PRODUCTION", "Production"),
                            ("PURCHASING", "Purchasing"),
                            ("WAREHOUSE", "Warehouse"),
                            ("LOGISTICS", "Logistics"),
                            ("FINANCE", "Finance"),
                            ("SERVICE", "Customer service"),
                            ("SUPPLY_CHAIN", "Supply chain"),
                        ],
                        max_length=12,
                        verbose_name="Department",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="Asked")),
                ("due_at", models.DateTimeField(verbose_name="Due")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FEASIBLE", "Feasible"),
                            ("CONDITIONS", "Feasible with conditions"),
                            ("NOT_FEASIBLE", "Not feasible"),
                        ],
                        max_length=12,
                        verbose_name="Answer",
                    ),
                ),
                ("conditions", models.CharField(blank=True, max_length=500, verbose_name="Conditions and words")),
                ("days", models.SmallIntegerField(default=0, verbose_name="Days more")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Extra cost"
                    ),
                ),
                ("cost_kind", models.CharField(blank=True, max_length=120, verbose_name="For what")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("late_at", models.DateTimeField(null=True)),
                ("is_void", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Answered by",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="orders.changerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment of a change",
                "verbose_name_plural": "assessments of changes",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_void", False), ("verdict", "")),
                        fields=["kind", "due_at"],
                        name="assessment_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_void", False)), fields=("request", "kind"), name="assessment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", ""),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_answered",
                    ),
                    models.CheckConstraint(condition=models.Q(("cost__gte", 0)), name="assessment_cost"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("facts", models.CharField(max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(verbose_name="Computed")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="orders.changerequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "impact sheet",
                "verbose_name_plural": "impact sheets",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChangeLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="Language")),
                ("recipient", models.EmailField(blank=True, max_length=254, verbose_name="Sent to")),
                ("asked_at", models.DateTimeField(verbose_name="Asked")),
                ("valid_until", models.DateTimeField(verbose_name="Valid until")),
                ("mails", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("answered_by", models.CharField(blank=True, max_length=80, verbose_name="Answered by")),
                ("said_at", models.DateTimeField(null=True, verbose_name="Said on")),
                (
                    "evidence",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="Proof in words"),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="Network address")),
                ("agent", models.CharField(blank=True, max_length=300, verbose_name="Browser")),
                ("proof_hash", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Asked"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("REVOKED", "Taken back"),
                        ],
                        default="ASKED",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("LINK", "Signed link"),
                            ("PHONE", "Phone"),
                            ("MAIL", "Mail"),
                            ("FAX", "Fax"),
                            ("CHAT", "Chat"),
                            ("VISIT", "Visit"),
                            ("PAPER", "Signed paper"),
                        ],
                        default="LINK",
                        max_length=5,
                        verbose_name="How",
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("agreed_hash", models.CharField(blank=True, max_length=64)),
                ("subject", models.CharField(max_length=200, verbose_name="Subject")),
                ("text", models.TextField(verbose_name="Letter")),
                ("options", models.JSONField(default=list, verbose_name="Options")),
                ("questions", models.JSONField(default=list, verbose_name="Questions")),
                ("chosen", models.CharField(blank=True, max_length=40, verbose_name="Chosen")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="What he said")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Asked by",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Recorded by",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="orders.changerequest"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.changesheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter about a change",
                "verbose_name_plural": "letters about changes",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("request",), name="letter_one_asked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ASKED", "REVOKED"]), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="letter_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=12)),
                ("content_hash", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="orders.changerequest",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.changesheet"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signature on a change request",
                "verbose_name_plural": "signatures on change requests",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ClauseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("no", models.PositiveIntegerField(verbose_name="Version")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("text", models.TextField(verbose_name="Wording")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                (
                    "clause",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="orders.clause",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("clause", "no"), name="clause_version_once")],
            },
        ),
        migrations.CreateModel(
            name="CompanyPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("LOGO", "Logo"), ("SEAL", "Seal")], max_length=4, verbose_name="Picture"
                    ),
                ),
                ("file", models.FileField(upload_to="company/%Y/%m")),
                ("sha256", models.CharField(max_length=64)),
                ("saved_at", models.DateTimeField(verbose_name="Saved")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="Removed")),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture on papers",
                "verbose_name_plural": "pictures on papers",
                "indexes": [models.Index(fields=["role", "-id"], name="company_picture_now")],
            },
        ),
        migrations.CreateModel(
            name="ContingencyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DELAY", "Delay"),
                            ("SHORTAGE", "Shortage"),
                            ("QUALITY", "Quality problem"),
                            ("DAMAGE", "Damage or loss on the way"),
                            ("WRONG_GOODS", "Wrong goods sent"),
                            ("FORCE_MAJEURE", "Force majeure"),
                            ("DISPUTE", "Dispute"),
                            ("COMPLAINT", "Complaint"),
                        ],
                        max_length=13,
                        verbose_name="For exceptions of the kind",
                    ),
                ),
                (
                    "product_prefix",
                    models.CharField(blank=True, max_length=60, verbose_name="For product codes that begin with"),
                ),
                ("notes", models.CharField(blank=True, max_length=500, verbose_name="When it is used")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("changed_at", models.DateTimeField(verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Changed by",
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
                        verbose_name="With supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "contingency plan",
                "verbose_name_plural": "contingency plans",
            },
        ),
        migrations.CreateModel(
            name="CustomerItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="Customer's item code")),
                ("code_folded", models.CharField(editable=False, max_length=60)),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="Customer's item name")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="customers.customer",
                        verbose_name="Customer",
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
                "verbose_name": "customer's item code",
                "verbose_name_plural": "customers' item codes",
                "constraints": [models.UniqueConstraint(fields=("customer", "code_folded"), name="customer_item_once")],
            },
        ),
        migrations.CreateModel(
            name="CustomerPrice",
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
                    "tax_mode",
                    models.CharField(
                        choices=[("INCLUSIVE", "Including tax"), ("EXCLUSIVE", "Without tax")],
                        default="INCLUSIVE",
                        max_length=9,
                        verbose_name="Prices",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="Agreed how")),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "customer price",
                "verbose_name_plural": "customer prices",
                "indexes": [
                    models.Index(fields=["customer", "product"], name="customer_price_find"),
                    models.Index(fields=["product"], name="customer_price_product"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("customer", "="),
                            ("product", "="),
                            ("currency", "="),
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
                        name="customer_price_days",
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
                        name="customer_price_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="First day")),
                ("last_day", models.DateField(verbose_name="Last day")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("created_at", models.DateTimeField(verbose_name="Since")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "delegator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decisions of",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["delegate", "last_day"],
                        name="delegation_running",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="delegation_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delegate", models.F("delegator")), _negated=True),
                        name="delegation_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Statement number")),
                ("first", models.DateField(verbose_name="From day")),
                ("last", models.DateField(verbose_name="Until day")),
                (
                    "opening",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Opening balance"
                    ),
                ),
                (
                    "debit",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Charged"),
                ),
                (
                    "credit",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Paid and taken off"
                    ),
                ),
                (
                    "closing",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Closing balance"
                    ),
                ),
                (
                    "overdue",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Overdue"),
                ),
                (
                    "uninvoiced",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=20,
                        verbose_name="Delivered, not invoiced yet",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("content_hash", models.CharField(max_length=64, verbose_name="Digest")),
                ("drawn_at", models.DateTimeField(verbose_name="Drawn up")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAWN", "Drawn up"),
                            ("ASKED", "Sent for confirmation"),
                            ("CONFIRMED", "Confirmed"),
                            ("OBJECTED", "Objected to"),
                        ],
                        db_default="DRAWN",
                        default="DRAWN",
                        max_length=9,
                        verbose_name="Confirmation",
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Drawn up by",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of account",
                "verbose_name_plural": "statements of account",
                "indexes": [models.Index(fields=["customer", "-id"], name="statement_customer")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("last__gte", models.F("first"))), name="statement_days"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("opening"), "+", models.F("debit")
                                    ),
                                    "-",
                                    models.F("credit"),
                                ),
                            )
                        ),
                        name="statement_sums",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Letter number")),
                ("level", models.PositiveSmallIntegerField(verbose_name="Level")),
                ("level_name", models.CharField(max_length=60, verbose_name="Name")),
                (
                    "channel",
                    models.CharField(
                        choices=[("MAIL", "Mail"), ("POST", "Letter on paper"), ("PHONE", "Telephone")],
                        max_length=5,
                        verbose_name="How it goes",
                    ),
                ),
                ("recipient", models.CharField(blank=True, max_length=254, verbose_name="Sent to")),
                ("language", models.CharField(max_length=8, verbose_name="Language")),
                ("text", models.TextField(verbose_name="Text")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("total", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Asked for")),
                ("sent_at", models.DateTimeField(verbose_name="Sent")),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_letters",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Sent by",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.statement",
                        verbose_name="Statement of account",
                    ),
                ),
            ],
            options={
                "verbose_name": "dunning letter",
                "verbose_name_plural": "dunning letters",
                "indexes": [models.Index(fields=["customer", "-id"], name="dunning_customer")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="dunning_letter_total")
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField(unique=True, verbose_name="Level")),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("days", models.PositiveSmallIntegerField(verbose_name="Days overdue")),
                (
                    "channel",
                    models.CharField(
                        choices=[("MAIL", "Mail"), ("POST", "Letter on paper"), ("PHONE", "Telephone")],
                        default="MAIL",
                        max_length=5,
                        verbose_name="How it goes",
                    ),
                ),
                ("text_zh", models.TextField(max_length=2000, verbose_name="Text, in Chinese")),
                ("text_en", models.TextField(max_length=2000, verbose_name="Text, in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="In use")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "dunning level",
                "verbose_name_plural": "dunning levels",
                "ordering": ["level"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("level__gte", 1)), name="dunning_level_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PickingWave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Number")),
                ("created_at", models.DateTimeField(verbose_name="Written")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Written by",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "picking list",
                "verbose_name_plural": "picking lists",
                "indexes": [models.Index(fields=["-created_at", "-id"], name="picking_recent")],
            },
        ),
        migrations.CreateModel(
            name="OutboundDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Outbound number")),
                ("source_number", models.CharField(blank=True, max_length=60, verbose_name="Number in the source")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Delivery notice"),
                            ("AUDITED", "Audited"),
                            ("SIGNED", "Signed"),
                            ("VOID", "Void"),
                        ],
                        default="DRAFT",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                ("moves_stock", models.BooleanField(default=True)),
                ("ship_address", models.CharField(blank=True, max_length=300, verbose_name="Delivery place")),
                ("ship_recipient", models.CharField(blank=True, max_length=60, verbose_name="Recipient")),
                ("ship_phone", models.CharField(blank=True, max_length=40, verbose_name="Recipient's phone")),
                (
                    "transport_mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXPRESS", "Express"),
                            ("AIR", "Air"),
                            ("LAND", "Land"),
                            ("SEA", "Sea"),
                            ("OWN", "Own vehicle"),
                        ],
                        max_length=8,
                        verbose_name="Transport mode",
                    ),
                ),
                ("waybill", models.CharField(blank=True, max_length=80, verbose_name="Waybill number")),
                ("planned_ship_date", models.DateField(blank=True, null=True, verbose_name="Planned ship date")),
                ("arrival_date", models.DateField(blank=True, null=True, verbose_name="Expected arrival")),
                (
                    "freight",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Freight cost"
                    ),
                ),
                (
                    "freight_charged",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=20,
                        verbose_name="Freight charged",
                    ),
                ),
                ("dispatch_rank", models.PositiveIntegerField(db_default=0, default=0)),
                ("ship_date", models.DateField(null=True, verbose_name="Actual ship date")),
                ("entered_ship_date", models.DateField(null=True)),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("created_at", models.DateTimeField()),
                ("audited_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_date", models.DateField(null=True, verbose_name="Signed on")),
                ("signer", models.CharField(blank=True, max_length=60, verbose_name="Signed by")),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="Arrived")),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GOOD", "Everything in good order"),
                            ("PACKAGING", "Packaging damaged, goods in order"),
                            ("DAMAGED", "Goods damaged"),
                            ("SHORT", "Pieces missing"),
                            ("WRONG", "Wrong goods"),
                        ],
                        db_default="",
                        max_length=9,
                        verbose_name="Condition on arrival",
                    ),
                ),
                (
                    "proof_hash",
                    models.CharField(blank=True, db_default="", max_length=64, verbose_name="SHA-256 of the signing"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "audited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.carrier",
                        verbose_name="Carrier",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outbound_documents",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="orders.pickingwave",
                        verbose_name="Picking list",
                    ),
                ),
            ],
            options={
                "verbose_name": "outbound document",
                "verbose_name_plural": "outbound documents",
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="outbound_recent"),
                    models.Index(fields=["status", "-created_at", "-id"], name="outbound_status"),
                    models.Index(fields=["customer", "-created_at", "-id"], name="outbound_customer"),
                    models.Index(
                        condition=models.Q(("waybill", ""), _negated=True),
                        fields=["waybill"],
                        name="outbound_waybill",
                        opclasses=["text_pattern_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("status", "DRAFT")),
                        fields=["planned_ship_date", "id"],
                        name="outbound_to_go",
                    ),
                    models.Index(
                        condition=models.Q(("status", "AUDITED")), fields=["arrival_date", "id"], name="outbound_on_way"
                    ),
                    models.Index(
                        condition=models.Q(("source_number", ""), _negated=True),
                        fields=["source_number"],
                        name="outbound_source_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Return number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("APPROVED", "Approved"),
                            ("RECEIVED", "Received"),
                            ("SETTLED", "Settled"),
                            ("VOID", "Void"),
                        ],
                        default="DRAFT",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("QUALITY", "Quality problem"),
                            ("DAMAGED", "Damaged on the way"),
                            ("WRONG_GOODS", "Wrong goods sent"),
                            ("NOT_NEEDED", "No longer needed"),
                            ("REPAIR", "For repair"),
                            ("LOAN_ENDED", "Loan or sample ended"),
                            ("OTHER", "Other"),
                        ],
                        max_length=12,
                        verbose_name="Reason",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=1000, verbose_name="What is the matter")),
                ("waybill", models.CharField(blank=True, max_length=80, verbose_name="Waybill of the return")),
                ("findings", models.CharField(blank=True, max_length=1000, verbose_name="What the inspection found")),
                ("decision", models.CharField(blank=True, max_length=1000, verbose_name="Grounds of the decision")),
                ("void_reason", models.CharField(blank=True, max_length=500, verbose_name="Void because")),
                ("created_at", models.DateTimeField(verbose_name="Written")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="Approved at")),
                ("received_at", models.DateTimeField(null=True, verbose_name="Received at")),
                ("received_date", models.DateField(null=True, verbose_name="Received on")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="Settled at")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "approved_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Written by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="orders.order",
                        verbose_name="Exchange order",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.warehouse",
                        verbose_name="Warehouse",
                    ),
                ),
            ],
            options={
                "verbose_name": "return",
                "verbose_name_plural": "returns",
                "indexes": [
                    models.Index(fields=["-id"], name="return_recent"),
                    models.Index(fields=["status", "-id"], name="return_status"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExceptionCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Exception number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DELAY", "Delay"),
                            ("SHORTAGE", "Shortage"),
                            ("QUALITY", "Quality problem"),
                            ("DAMAGE", "Damage or loss on the way"),
                            ("WRONG_GOODS", "Wrong goods sent"),
                            ("FORCE_MAJEURE", "Force majeure"),
                            ("DISPUTE", "Dispute"),
                            ("COMPLAINT", "Complaint"),
                        ],
                        max_length=13,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("URGENT", "Urgent"), ("SERIOUS", "Serious"), ("MINOR", "Minor")],
                        max_length=7,
                        verbose_name="Severity",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("SOLVING", "Being solved"), ("CLOSED", "Closed")],
                        default="OPEN",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="Line")),
                ("description", models.TextField(verbose_name="What happened")),
                (
                    "disputed_amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Disputed amount"
                    ),
                ),
                ("disputed_document", models.CharField(blank=True, max_length=60, verbose_name="Disputed invoice")),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                ("answer_due_at", models.DateTimeField(verbose_name="To be answered by")),
                ("next_escalation_at", models.DateTimeField(null=True)),
                ("escalations", models.PositiveSmallIntegerField(default=0, verbose_name="Times escalated")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CUSTOMER", "The customer's own change or mistake"),
                            ("ORDER_ENTRY", "Order entered or read wrongly"),
                            ("PLANNING", "Planning or promise"),
                            ("SUPPLY", "Supplier or material"),
                            ("PRODUCTION", "Production or quality"),
                            ("PICKING", "Picking or packing"),
                            ("TRANSPORT", "Transport"),
                            ("PRICE_MONEY", "Price, invoice or payment"),
                            ("FORCE_MAJEURE", "Force majeure"),
                            ("OTHER", "Other"),
                        ],
                        max_length=13,
                        verbose_name="Root cause",
                    ),
                ),
                ("cause_text", models.TextField(blank=True, verbose_name="Root cause in words")),
                (
                    "responsible",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SALES", "Sales"),
                            ("ORDER_DESK", "Order desk"),
                            ("PRODUCTION", "Production"),
                            ("PURCHASING", "Purchasing"),
                            ("WAREHOUSE", "Warehouse"),
                            ("LOGISTICS", "Logistics"),
                            ("FINANCE", "Finance"),
                            ("CARRIER", "Carrier"),
                            ("SUPPLIER", "Supplier"),
                            ("CUSTOMER", "Customer"),
                            ("NOBODY", "Nobody"),
                        ],
                        max_length=10,
                        verbose_name="Who answers for it",
                    ),
                ),
                (
                    "remedy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEW_DATE", "New date agreed"),
                            ("RESHIP", "Shipped again"),
                            ("EXCHANGE", "Exchanged"),
                            ("REPAIR", "Repaired"),
                            ("REFUND", "Refunded"),
                            ("DISCOUNT", "Discount given"),
                            ("COMPENSATION", "Compensation paid"),
                            ("EXPLANATION", "Explained, apologised"),
                            ("NONE", "Nothing: not justified"),
                        ],
                        max_length=12,
                        verbose_name="Remedy",
                    ),
                ),
                ("remedy_text", models.TextField(blank=True, verbose_name="Remedy in words")),
                (
                    "cost",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="Cost"),
                ),
                ("plan_used_at", models.DateTimeField(null=True)),
                ("told_date", models.DateField(null=True, verbose_name="Customer told on")),
                (
                    "told_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PHONE", "Phone"),
                            ("MAIL", "Mail"),
                            ("MESSENGER", "WeChat or other messenger"),
                            ("LETTER", "Letter"),
                            ("VISIT", "Visit"),
                        ],
                        max_length=9,
                        verbose_name="Customer told by",
                    ),
                ),
                ("told_text", models.TextField(blank=True, verbose_name="What the customer was told")),
                ("raised_at", models.DateTimeField(verbose_name="Reported")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="Closed")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "executing_owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Executing owner",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Responsible for the answer",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="orders.contingencyplan",
                        verbose_name="Contingency plan used",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Reported by",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="orders.outbounddocument",
                        verbose_name="Shipment",
                    ),
                ),
                (
                    "returned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="orders.returndocument",
                        verbose_name="Return",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception",
                "verbose_name_plural": "exceptions",
                "indexes": [
                    models.Index(fields=["status", "-id"], name="exception_status"),
                    models.Index(fields=["kind", "-id"], name="exception_kind"),
                    models.Index(
                        condition=models.Q(("next_escalation_at__isnull", False), ("status", "OPEN")),
                        fields=["next_escalation_at"],
                        name="exception_escalates",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("disputed_amount__gte", 0)), name="exception_dispute_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                        name="exception_cost_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("order__isnull", False),
                            models.Q(("disputed_amount", 0), ("line_no__isnull", True)),
                            _connector="OR",
                        ),
                        name="exception_line_of_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarrierClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("FILED", "Filed"),
                            ("ACCEPTED", "Accepted"),
                            ("REFUSED", "Refused"),
                            ("PAID", "Paid"),
                            ("DROPPED", "Given up"),
                        ],
                        default="FILED",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="The carrier's number")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Claimed")),
                (
                    "accepted",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Accepted"),
                ),
                (
                    "recovered",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Recovered"
                    ),
                ),
                ("papers", models.CharField(blank=True, max_length=300, verbose_name="Papers sent")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="What the carrier said")),
                ("filed_date", models.DateField(verbose_name="Filed on")),
                ("settled_date", models.DateField(null=True, verbose_name="Settled on")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.carrier",
                        verbose_name="Carrier",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Filed by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="orders.exceptioncase",
                        verbose_name="Exception",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim against a carrier",
                "verbose_name_plural": "claims against carriers",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="claim_amount_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("accepted__gte", 0), ("recovered__gte", 0)), name="claim_amounts_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExceptionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "move",
                    models.CharField(
                        choices=[("raise", "Report"), ("answer", "Answer"), ("close", "Close"), ("reopen", "Reopen")],
                        max_length=8,
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=7)),
                (
                    "to_status",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("SOLVING", "Being solved"), ("CLOSED", "Closed")], max_length=7
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="orders.exceptioncase"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an exception",
                "verbose_name_plural": "steps of exceptions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ExchangeDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Day")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Gain or loss")),
                (
                    "allocation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="orders.allocation",
                        verbose_name="Allocation",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange difference",
                "verbose_name_plural": "exchange differences",
                "indexes": [models.Index(fields=["-day", "-id"], name="exchange_difference_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="exchange_difference_not_nothing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FreightBill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Number")),
                ("carrier_number", models.CharField(max_length=60, verbose_name="The carrier's bill number")),
                ("bill_date", models.DateField(verbose_name="Bill date")),
                ("period_from", models.DateField(verbose_name="Period from")),
                ("period_to", models.DateField(verbose_name="Period until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "To be approved"),
                            ("APPROVED", "Approved"),
                            ("PAID", "Paid"),
                            ("VOID", "Void"),
                        ],
                        default="DRAFT",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Billed"),
                ),
                (
                    "expected",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Own freight"
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("entered_at", models.DateTimeField(verbose_name="Entered")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="Approved")),
                ("paid_date", models.DateField(null=True, verbose_name="Paid on")),
                (
                    "payment_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="Number of the payment"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Approved by",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.carrier",
                        verbose_name="Carrier",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "carrier's bill",
                "verbose_name_plural": "carriers' bills",
                "indexes": [
                    models.Index(fields=["-bill_date", "-id"], name="freight_bill_recent"),
                    models.Index(fields=["status", "-bill_date", "-id"], name="freight_bill_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "VOID"), _negated=True),
                        fields=("carrier", "carrier_number"),
                        name="freight_bill_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_from__lte", models.F("period_to"))), name="freight_bill_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("expected__gte", 0)), name="freight_bill_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["DRAFT", "VOID"]),
                            models.Q(
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="freight_bill_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_date__isnull", False), ("status", "PAID")),
                            models.Q(models.Q(("status", "PAID"), _negated=True), ("paid_date", None)),
                            _connector="OR",
                        ),
                        name="freight_bill_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Inquiry number")),
                (
                    "status",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("QUOTED", "Quoted"), ("CLOSED", "Closed")],
                        default="OPEN",
                        max_length=6,
                        verbose_name="State",
                    ),
                ),
                ("company", models.CharField(blank=True, max_length=120, verbose_name="Company, as it calls itself")),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="Contact")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="Contact phone")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "Phone"),
                            ("LETTER", "Letter"),
                            ("VISIT", "Visit"),
                            ("FAX", "Fax"),
                            ("MAIL", "E-mail"),
                            ("WEB", "Website"),
                            ("SALESPERSON", "Salesperson"),
                            ("API", "Other system"),
                            ("ECOMMERCE", "E-commerce"),
                            ("IMPORT", "Import"),
                        ],
                        default="PHONE",
                        max_length=12,
                        verbose_name="Channel",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="Received")),
                ("asked", models.TextField(verbose_name="What was asked")),
                ("requested_date", models.DateField(null=True, verbose_name="Requested date")),
                ("closed_reason", models.CharField(blank=True, max_length=300, verbose_name="Closed because")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Received by",
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "inquiry",
                "verbose_name_plural": "inquiries",
                "indexes": [
                    models.Index(fields=["-received_at", "-id"], name="inquiry_recent"),
                    models.Index(fields=["customer", "-received_at", "-id"], name="inquiry_customer"),
                    models.Index(fields=["status", "-received_at", "-id"], name="inquiry_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("customer__isnull", False), models.Q(("company", ""), _negated=True), _connector="OR"
                        ),
                        name="inquiry_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, null=True, unique=True, verbose_name="Invoice number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SPECIAL", "Special VAT invoice"),
                            ("ORDINARY", "Ordinary invoice"),
                            ("EXPORT", "Export invoice"),
                            ("NONE", "No invoice"),
                        ],
                        max_length=8,
                        verbose_name="Invoice kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("DRAFT", "Draft"), ("ISSUED", "Issued"), ("RED", "Reversed"), ("VOID", "Void")],
                        default="DRAFT",
                        max_length=6,
                        verbose_name="State",
                    ),
                ),
                ("invoice_date", models.DateField(null=True, verbose_name="Invoice date")),
                ("title", models.CharField(max_length=120, verbose_name="Invoice title")),
                ("tax_number", models.CharField(blank=True, max_length=40, verbose_name="Tax number")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Invoice address and phone")),
                ("bank", models.CharField(blank=True, max_length=200, verbose_name="Bank and account")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                (
                    "tax_state",
                    models.CharField(
                        choices=[
                            ("NONE", "Not handed in"),
                            ("REQUESTED", "Handed in"),
                            ("MADE", "Made out"),
                            ("SENT", "Delivered to the customer"),
                            ("FAILED", "Refused by the platform"),
                        ],
                        default="NONE",
                        max_length=9,
                        verbose_name="At the tax platform",
                    ),
                ),
                ("tax_code", models.CharField(blank=True, max_length=20, verbose_name="Code of the tax invoice")),
                ("tax_serial", models.CharField(blank=True, max_length=30, verbose_name="Number of the tax invoice")),
                ("tax_message", models.CharField(blank=True, max_length=200, verbose_name="Message of the platform")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Amount"),
                ),
                ("tax", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Tax")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=40)),
                ("external_id", models.CharField(blank=True, max_length=120, verbose_name="External number")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("created_at", models.DateTimeField(verbose_name="Made")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="Issued")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Issued by",
                    ),
                ),
                (
                    "red_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reds",
                        to="orders.invoice",
                        verbose_name="Takes back",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="invoice_recent"),
                    models.Index(fields=["customer", "-created_at", "-id"], name="invoice_customer"),
                    models.Index(fields=["status", "-created_at", "-id"], name="invoice_status"),
                    models.Index(
                        condition=models.Q(("tax_serial", ""), _negated=True),
                        fields=["tax_serial"],
                        name="invoice_tax_serial",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("external_id", ""), _negated=True), models.Q(("status", "VOID"), _negated=True)
                        ),
                        fields=("provider", "external_id"),
                        name="invoice_external_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("tax_serial", ""), _negated=True), models.Q(("status", "VOID"), _negated=True)
                        ),
                        fields=("tax_code", "tax_serial"),
                        name="invoice_tax_serial_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                            )
                        ),
                        name="invoice_sums",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 0), ("red_of", None)),
                            models.Q(("amount__lte", 0), ("red_of__isnull", False)),
                            _connector="OR",
                        ),
                        name="invoice_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["DRAFT", "VOID"]),
                            models.Q(
                                ("invoice_date__isnull", False), ("issued_at__isnull", False), ("number__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="invoice_issued",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JointDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("participants", models.CharField(max_length=300, verbose_name="Who took part")),
                ("text", models.TextField(verbose_name="What was decided")),
                ("due_date", models.DateField(null=True, verbose_name="By when")),
                ("recorded_at", models.DateTimeField(verbose_name="Recorded")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="orders.exceptioncase"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Recorded by",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Who does it",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint decision",
                "verbose_name_plural": "joint decisions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="Material")),
                (
                    "share",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="Share of the cost, percent"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="products.productcategory",
                        verbose_name="Product family",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", Decimal("0")), ("share__lte", Decimal("100"))),
                        name="material_share",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Day")),
                ("price", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="Price or index")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="Source")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="orders.material",
                        verbose_name="Material",
                    ),
                ),
            ],
            options={
                "verbose_name": "material price",
                "verbose_name_plural": "material prices",
                "constraints": [
                    models.UniqueConstraint(fields=("material", "day"), name="material_price_day"),
                    models.CheckConstraint(
                        condition=models.Q(("price__gt", Decimal("0"))), name="material_price_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatrixRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(max_length=40, verbose_name="For")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="The first row that fits decides; rows of the same position go by age.",
                        verbose_name="Position",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                (
                    "signs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="Only with one of these risks",
                    ),
                ),
                ("at_least", models.JSONField(blank=True, db_default={}, default=dict, verbose_name="Only from")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        help_text="One of the company's saved conditions; empty: always.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="segments.segment",
                        verbose_name="Condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of the approval matrix",
                "verbose_name_plural": "approval matrix",
                "ordering": ["subject_type", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)), fields=("subject_type", "name"), name="matrix_row_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatrixStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="Step")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("HEAD", "Head of the department in charge"),
                            ("ROLE", "Holders of a role"),
                            ("DEPARTMENT", "Heads of departments, in parallel"),
                            ("PERSON", "Certain people"),
                            ("CUSTOMER", "The customer confirms"),
                        ],
                        max_length=10,
                        verbose_name="Who decides",
                    ),
                ),
                ("is_all", models.BooleanField(default=False, verbose_name="Each of them")),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Within which it should be decided; empty: what the setting says.",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Hours",
                    ),
                ),
                (
                    "escalation",
                    models.CharField(
                        choices=[("NOBODY", "Nobody"), ("ABOVE", "The department head above"), ("PERSON", "A person")],
                        default="ABOVE",
                        max_length=7,
                        verbose_name="When it is late, ask as well",
                    ),
                ),
                (
                    "escalate_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="The person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.role",
                        verbose_name="Role",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="orders.matrixrow"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the approval matrix",
                "verbose_name_plural": "steps of the approval matrix",
                "ordering": ["sequence"],
                "constraints": [models.UniqueConstraint(fields=("row", "sequence"), name="matrix_step_once")],
            },
        ),
        migrations.CreateModel(
            name="LineDelta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(verbose_name="Line")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("EFFECTIVE", "Took effect"),
                            ("CHANGE", "Changed"),
                            ("UNAPPROVED", "Approval taken back"),
                            ("VOID", "Made void"),
                            ("CLOSED", "Closed short"),
                            ("REOPENED", "Reopened"),
                        ],
                        max_length=10,
                        verbose_name="Cause",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=20, verbose_name="Document")),
                ("revision", models.PositiveIntegerField(verbose_name="Revision")),
                (
                    "ordered",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Ordered"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount"),
                ),
                (
                    "let_go",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Let go"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Reason")),
                ("at", models.DateTimeField(verbose_name="At")),
                ("day", models.DateField(verbose_name="Day")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "movement of an order line",
                "verbose_name_plural": "movements of order lines",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["order", "id"], name="delta_order"),
                    models.Index(fields=["at"], name="delta_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "Phone"),
                            ("LETTER", "Letter"),
                            ("VISIT", "Visit"),
                            ("FAX", "Fax"),
                            ("MAIL", "E-mail"),
                            ("WEB", "Website"),
                            ("SALESPERSON", "Salesperson"),
                            ("API", "Other system"),
                            ("ECOMMERCE", "E-commerce"),
                        ],
                        max_length=12,
                        verbose_name="Channel",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "New"),
                            ("DISPATCHED", "Dispatched"),
                            ("DRAFTED", "Entered"),
                            ("SET_ASIDE", "Set aside"),
                            ("DISCARDED", "Discarded"),
                        ],
                        default="NEW",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="Came in")),
                ("due_at", models.DateTimeField(verbose_name="To be entered by")),
                ("sender", models.CharField(blank=True, max_length=120, verbose_name="Sender")),
                ("sender_mail", models.CharField(blank=True, max_length=254, verbose_name="Sender's mail address")),
                ("sender_phone", models.CharField(blank=True, max_length=40, verbose_name="Sender's phone")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="Subject")),
                ("text", models.TextField(blank=True, verbose_name="Text")),
                ("rows", models.JSONField(blank=True, default=list, verbose_name="Rows")),
                ("header", models.JSONField(blank=True, default=dict, verbose_name="Said of the whole order")),
                ("refused_files", models.JSONField(blank=True, default=list, verbose_name="Files that were refused")),
                ("provider", models.CharField(blank=True, max_length=40, verbose_name="System")),
                ("external_id", models.CharField(blank=True, max_length=100, verbose_name="External number")),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                (
                    "customer_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CODE", "Customer code"),
                            ("MAIL", "Mail address of a contact"),
                            ("DOMAIN", "Mail domain of the contacts"),
                            ("PHONE", "Phone of a contact"),
                            ("NAME", "Name"),
                            ("HAND", "Chosen by hand"),
                        ],
                        max_length=6,
                        verbose_name="Customer known by",
                    ),
                ),
                ("dispatched_at", models.DateTimeField(null=True, verbose_name="Dispatched")),
                ("dispatch_reason", models.CharField(blank=True, max_length=500, verbose_name="Dispatched because")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="Entered")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="Reason")),
                ("registered_at", models.DateTimeField(verbose_name="Registered")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "dispatched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_items",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of intake",
                "verbose_name_plural": "intake",
                "indexes": [
                    models.Index(fields=["state", "-received_at", "-id"], name="intake_by_state"),
                    models.Index(fields=["-received_at", "-id"], name="intake_by_receipt"),
                    models.Index(
                        condition=models.Q(("state__in", ["NEW", "DISPATCHED"])),
                        fields=["due_at"],
                        name="intake_open_due",
                    ),
                    models.Index(fields=["salesperson", "state"], name="intake_of_salesperson"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("provider", "external_id"),
                        name="intake_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DRAFTED"), _negated=True),
                            models.Q(("entered_at__isnull", False), ("order__isnull", False)),
                            _connector="OR",
                        ),
                        name="intake_entered_as",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DISPATCHED"), _negated=True),
                            ("salesperson__isnull", False),
                            _connector="OR",
                        ),
                        name="intake_dispatched_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="Part of the plan")),
                ("level", models.PositiveSmallIntegerField(verbose_name="Level")),
                ("due_date", models.DateField(verbose_name="Due")),
                ("days", models.PositiveIntegerField(verbose_name="Days overdue")),
                ("open", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Open")),
                ("disputed", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Disputed")),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="orders.dunningletter"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_rows",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "part that a letter asked for",
                "verbose_name_plural": "parts that letters asked for",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "sequence", "level"), name="dunning_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("disputed__gte", 0), ("open__gt", 0)), name="dunning_row_amounts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="Line")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customer", "Customer"),
                            ("contact_name", "Contact"),
                            ("customer_po_number", "Customer's order number"),
                            ("requested_date", "Requested date"),
                            ("ship_address", "Delivery place"),
                            ("delivery_method", "Delivery method"),
                            ("payment_term", "Payment terms"),
                            ("invoice_kind", "Invoice kind"),
                            ("contract_terms", "Contract terms"),
                            ("special_requirements", "Special requirements"),
                            ("product", "Product"),
                            ("quantity", "Quantity"),
                            ("price", "Price"),
                            ("discount", "Discount"),
                            ("specification", "Specification"),
                            ("customisation", "Customisation"),
                        ],
                        max_length=40,
                        verbose_name="Field",
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="Question")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("ANSWERED", "Answered"), ("CLOSED", "Closed")],
                        default="OPEN",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="Asked")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="Answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="Closed")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Asked by",
                    ),
                ),
                (
                    "asked_to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Asked of",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubts",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "doubt",
                "verbose_name_plural": "doubts",
                "indexes": [
                    models.Index(fields=["asked_to", "state"], name="doubt_asked_to"),
                    models.Index(fields=["state", "-id"], name="doubt_by_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.clauseversion"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contract_clauses",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [models.UniqueConstraint(fields=("order", "place"), name="contract_clause_place")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="Language")),
                ("recipient", models.EmailField(blank=True, max_length=254, verbose_name="Sent to")),
                ("asked_at", models.DateTimeField(verbose_name="Asked")),
                ("valid_until", models.DateTimeField(verbose_name="Valid until")),
                ("mails", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("answered_by", models.CharField(blank=True, max_length=80, verbose_name="Answered by")),
                ("said_at", models.DateTimeField(null=True, verbose_name="Said on")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="Network address")),
                ("agent", models.CharField(blank=True, max_length=300, verbose_name="Browser")),
                ("proof_hash", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Asked"),
                            ("CONFIRMED", "Confirmed"),
                            ("DECLINED", "Declined"),
                            ("REVOKED", "Taken back"),
                        ],
                        default="ASKED",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("LINK", "Signed link"),
                            ("PHONE", "Phone"),
                            ("MAIL", "Mail"),
                            ("FAX", "Fax"),
                            ("CHAT", "Chat"),
                            ("VISIT", "Visit"),
                            ("PAPER", "Signed paper"),
                        ],
                        default="LINK",
                        max_length=5,
                        verbose_name="How",
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("bound_hash", models.CharField(blank=True, db_default="", max_length=64)),
                ("shown", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Words to the customer")),
                ("step_id", models.BigIntegerField(null=True)),
                ("questions", models.JSONField(default=list, verbose_name="Questions")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="Reason")),
                (
                    "evidence",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="Proof in words"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Asked by",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Recorded by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer's confirmation",
                "verbose_name_plural": "customers' confirmations",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("order",), name="confirmation_one_asked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ASKED", "REVOKED"]), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="confirmation_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderError",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="Line")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CONTACT", "Contact"),
                            ("ITEM", "Item"),
                            ("PRICE", "Price"),
                            ("QUANTITY", "Quantity"),
                            ("DELIVERY", "Delivery"),
                            ("TERMS", "Terms"),
                            ("DOCUMENT", "Document"),
                            ("OTHER", "Other"),
                        ],
                        max_length=8,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("ENTRY", "At entry"),
                            ("VERIFICATION", "At verification"),
                            ("AUDIT", "At approval"),
                            ("CONFIRMATION", "At the customer's confirmation"),
                            ("SHIPMENT", "At shipment"),
                            ("CUSTOMER", "By the customer"),
                        ],
                        max_length=12,
                        verbose_name="Found",
                    ),
                ),
                ("description", models.CharField(max_length=500, verbose_name="What is wrong")),
                ("found_at", models.DateTimeField(verbose_name="Found at")),
                ("cost", models.DecimalField(decimal_places=6, max_digits=20, null=True, verbose_name="Cost")),
                ("correction", models.CharField(blank=True, max_length=500, verbose_name="Corrected how")),
                ("corrected_at", models.DateTimeField(null=True, verbose_name="Corrected at")),
                ("dismissal", models.CharField(blank=True, max_length=500, verbose_name="Why it is no error")),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "corrected_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Corrected by",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Found by",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Made by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="errors",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "order error",
                "verbose_name_plural": "order errors",
                "indexes": [
                    models.Index(fields=["-found_at", "-id"], name="order_error_found"),
                    models.Index(
                        condition=models.Q(("corrected_at__isnull", True), ("dismissed_at__isnull", True)),
                        fields=["found_at"],
                        name="order_error_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                        name="order_error_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrected_at__isnull", True), ("dismissed_at__isnull", True), _connector="OR"
                        ),
                        name="order_error_one_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="Quotation number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SENT", "Sent"),
                            ("PARTLY_WON", "Partly won"),
                            ("WON", "Won"),
                            ("LOST", "Lost"),
                            ("EXPIRED", "Expired"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="Subject")),
                (
                    "customer_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="Customer's reference"),
                ),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="Contact")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="Contact phone")),
                ("internal_notes", models.TextField(blank=True, verbose_name="Internal notes")),
                (
                    "outcome_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PRICE", "Price"),
                            ("DELIVERY", "Delivery time"),
                            ("QUALITY", "Quality, performance"),
                            ("TERMS", "Payment or other terms"),
                            ("RELATION", "Trust, service"),
                            ("BUDGET", "Customer's project or budget"),
                            ("OTHER", "Other"),
                        ],
                        max_length=8,
                        verbose_name="Reason",
                    ),
                ),
                ("outcome_text", models.CharField(blank=True, max_length=500, verbose_name="Reason in words")),
                ("competitor", models.CharField(blank=True, max_length=120, verbose_name="Competitor")),
                ("quote_date", models.DateField(verbose_name="Quotation date")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="Sent on")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("valid_until", models.DateField(verbose_name="Valid until")),
                (
                    "total_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Total including tax"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("updated_at", models.DateTimeField(verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotations",
                        to="orders.inquiry",
                        verbose_name="Inquiry",
                    ),
                ),
                (
                    "salesperson",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Salesperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "quotation",
                "verbose_name_plural": "quotations",
                "indexes": [
                    models.Index(fields=["-quote_date", "-id"], name="quotation_recent"),
                    models.Index(fields=["customer", "-quote_date", "-id"], name="quotation_customer"),
                    models.Index(fields=["salesperson", "-quote_date", "-id"], name="quotation_salesperson"),
                    models.Index(fields=["status", "-quote_date", "-id"], name="quotation_status"),
                    models.Index(
                        condition=models.Q(("status", "SENT")), fields=["valid_until", "id"], name="quotation_expiring"
                    ),
                    models.Index(
                        condition=models.Q(("inquiry__isnull", False)), fields=["inquiry"], name="quotation_inquiry"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuotationVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("alternative", models.CharField(max_length=1, verbose_name="Alternative")),
                ("no", models.PositiveSmallIntegerField(verbose_name="Version")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="Name of the alternative")),
                ("is_dropped", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="Sent on")),
                ("quote_date", models.DateField(verbose_name="Quotation date")),
                ("valid_until", models.DateField(verbose_name="Valid until")),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="Exchange rate"
                    ),
                ),
                (
                    "tax_mode",
                    models.CharField(
                        choices=[("INCLUSIVE", "Including tax"), ("EXCLUSIVE", "Without tax")],
                        default="INCLUSIVE",
                        max_length=9,
                        verbose_name="Prices",
                    ),
                ),
                ("delivery_terms", models.CharField(blank=True, max_length=300, verbose_name="Delivery")),
                ("notes", models.TextField(blank=True, verbose_name="Notes to the customer")),
                (
                    "freight",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Freight"),
                ),
                (
                    "reduction",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Reduction"
                    ),
                ),
                (
                    "lines_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount of the lines"
                    ),
                ),
                (
                    "total_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Total including tax"
                    ),
                ),
                (
                    "tax_amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Tax"),
                ),
                (
                    "net_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                (
                    "cost_amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Cost"),
                ),
                (
                    "optional_amount",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Optional lines"
                    ),
                ),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "payment_term",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterm",
                        verbose_name="Payment terms",
                    ),
                ),
                (
                    "quotation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="orders.quotation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Sent by",
                    ),
                ),
            ],
            options={
                "ordering": ["alternative", "no"],
                "constraints": [
                    models.UniqueConstraint(fields=("quotation", "alternative", "no"), name="quotation_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=("quotation", "alternative"),
                        name="quotation_one_unsent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("freight__gte", 0), ("reduction__gte", 0)), name="quotation_money_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exchange_rate__gt", 0)), name="quotation_rate_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuotationLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(verbose_name="Line")),
                ("product_code", models.CharField(max_length=60, verbose_name="Product code")),
                ("product_name", models.CharField(max_length=160, verbose_name="Product name")),
                ("specification", models.CharField(blank=True, max_length=120, verbose_name="Specification")),
                (
                    "auxiliary_attribute",
                    models.CharField(blank=True, max_length=120, verbose_name="Auxiliary attribute"),
                ),
                ("unit", models.CharField(max_length=12, verbose_name="Unit")),
                ("is_service", models.BooleanField(default=False, verbose_name="Service")),
                ("is_gift", models.BooleanField(default=False, verbose_name="Gift")),
                ("without_gift", models.BooleanField(default=False, verbose_name="No promotion gift")),
                ("is_optional", models.BooleanField(default=False, verbose_name="Optional")),
                (
                    "ordered",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Quantity"),
                ),
                (
                    "price",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="Price"),
                ),
                (
                    "price_source",
                    models.CharField(
                        choices=[
                            ("MANUAL", "Typed in"),
                            ("QUOTED", "Quotation"),
                            ("FRAME", "Frame agreement"),
                            ("CUSTOMER", "Customer price"),
                            ("CLASS", "Price list"),
                            ("LIST", "List price"),
                            ("GIFT", "Promotion"),
                            ("IMPORTED", "Imported"),
                        ],
                        default="LIST",
                        max_length=8,
                        verbose_name="Price from",
                    ),
                ),
                ("price_rule", models.CharField(blank=True, max_length=60, verbose_name="Rule of the price")),
                (
                    "discount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=7, verbose_name="Discount"),
                ),
                (
                    "tax_rate",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=6, verbose_name="Tax rate"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount"),
                ),
                (
                    "reduction",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Share of the reduction"
                    ),
                ),
                ("tax", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Tax")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                (
                    "unit_cost",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="Unit cost"
                    ),
                ),
                ("requested_date", models.DateField(null=True, verbose_name="Requested date")),
                ("logo", models.CharField(blank=True, max_length=120, verbose_name="Logo")),
                ("colour", models.CharField(blank=True, max_length=60, verbose_name="Colour")),
                ("packaging", models.CharField(blank=True, max_length=120, verbose_name="Packaging")),
                ("customisation", models.TextField(blank=True, verbose_name="Customisation")),
                ("special_requirements", models.TextField(blank=True, verbose_name="Special requirements")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
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
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.quotationversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "quotation line",
                "verbose_name_plural": "quotation lines",
                "ordering": ["line_no"],
                "indexes": [models.Index(fields=["product"], name="quotation_line_product")],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "line_no"), name="quotation_line_no"),
                    models.CheckConstraint(condition=models.Q(("ordered__gt", 0)), name="quotation_line_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 1)), name="quotation_line_discount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_no", models.PositiveIntegerField(verbose_name="Line")),
                ("product_code", models.CharField(max_length=60, verbose_name="Product code")),
                ("product_name", models.CharField(max_length=160, verbose_name="Product name")),
                ("specification", models.CharField(blank=True, max_length=120, verbose_name="Specification")),
                (
                    "auxiliary_attribute",
                    models.CharField(blank=True, max_length=120, verbose_name="Auxiliary attribute"),
                ),
                ("unit", models.CharField(max_length=12, verbose_name="Unit")),
                ("is_service", models.BooleanField(default=False, verbose_name="Service")),
                ("is_gift", models.BooleanField(default=False, verbose_name="Gift")),
                ("gift_buy", models.PositiveIntegerField(null=True)),
                ("gift_give", models.PositiveIntegerField(null=True)),
                (
                    "without_gift",
                    models.BooleanField(db_default=False, default=False, verbose_name="No promotion gift"),
                ),
                (
                    "ordered",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Ordered"),
                ),
                (
                    "original",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="As first approved"
                    ),
                ),
                (
                    "reserved",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Reserved"),
                ),
                (
                    "drafted",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="On delivery notices"
                    ),
                ),
                (
                    "shipped",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Shipped"),
                ),
                (
                    "signed",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Signed"),
                ),
                (
                    "transit_loss",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Lost in transit"
                    ),
                ),
                (
                    "returned",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Returned"),
                ),
                (
                    "returning",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=16,
                        verbose_name="On announced returns",
                    ),
                ),
                (
                    "reship",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="To re-ship"
                    ),
                ),
                (
                    "short_closed",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Short-closed"
                    ),
                ),
                (
                    "invoiced",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Invoiced"),
                ),
                (
                    "refunded",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=16,
                        verbose_name="Came back for money",
                    ),
                ),
                (
                    "credited",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=6,
                        default=Decimal("0"),
                        max_digits=20,
                        verbose_name="Credited",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="Price"),
                ),
                (
                    "price_source",
                    models.CharField(
                        choices=[
                            ("MANUAL", "Typed in"),
                            ("QUOTED", "Quotation"),
                            ("FRAME", "Frame agreement"),
                            ("CUSTOMER", "Customer price"),
                            ("CLASS", "Price list"),
                            ("LIST", "List price"),
                            ("GIFT", "Promotion"),
                            ("IMPORTED", "Imported"),
                        ],
                        default="LIST",
                        max_length=8,
                        verbose_name="Price from",
                    ),
                ),
                (
                    "price_rule",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="Rule of the price"
                    ),
                ),
                (
                    "discount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=7, verbose_name="Discount"),
                ),
                (
                    "tax_rate",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=6, verbose_name="Tax rate"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Amount"),
                ),
                (
                    "reduction",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Share of the reduction"
                    ),
                ),
                ("tax", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Tax")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                (
                    "unit_cost",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="Unit cost"
                    ),
                ),
                ("requested_date", models.DateField(null=True, verbose_name="Requested date")),
                (
                    "schedule",
                    models.JSONField(blank=True, db_default=[], default=list, verbose_name="Dated deliveries"),
                ),
                ("first_promised_date", models.DateField(null=True, verbose_name="First promised date")),
                ("promised_date", models.DateField(null=True, verbose_name="Promised date")),
                ("promised_ship_date", models.DateField(null=True, verbose_name="To leave by")),
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
                    "by_components",
                    models.BooleanField(db_default=False, default=False, verbose_name="Counted by its components"),
                ),
                (
                    "allocation_rule",
                    models.CharField(
                        blank=True,
                        choices=[("WIN", "Wins"), ("KEEP", "Keeps what it has"), ("LOSE", "May lose")],
                        db_default="",
                        default="",
                        max_length=4,
                        verbose_name="When goods are given out anew",
                    ),
                ),
                ("first_ship_date", models.DateField(null=True, verbose_name="First shipped on")),
                ("last_ship_date", models.DateField(null=True, verbose_name="Last shipped on")),
                ("logo", models.CharField(blank=True, max_length=120, verbose_name="Logo")),
                ("colour", models.CharField(blank=True, max_length=60, verbose_name="Colour")),
                ("packaging", models.CharField(blank=True, max_length=120, verbose_name="Packaging")),
                ("customisation", models.TextField(blank=True, verbose_name="Customisation")),
                ("special_requirements", models.TextField(blank=True, verbose_name="Special requirements")),
                ("notes", models.CharField(blank=True, max_length=300, verbose_name="Notes")),
                (
                    "custom",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
                    ),
                ),
                (
                    "closure",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("AUTO", "Complete"),
                            ("SHORT", "Short-closed"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="OPEN",
                        max_length=9,
                        verbose_name="Closure",
                    ),
                ),
                (
                    "close_reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CUSTOMER", "Customer cancelled the remainder"),
                            ("SUPPLY", "Cannot be supplied"),
                            ("PRICE", "Price dispute"),
                            ("REPLACED", "Replaced by another order"),
                            ("TERMINATED", "Order terminated"),
                            ("OTHER", "Other"),
                        ],
                        max_length=16,
                        verbose_name="Reason",
                    ),
                ),
                ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="Reason in words")),
                ("closed_at", models.DateTimeField(null=True)),
                ("row_closed", models.BooleanField(default=False, verbose_name="Row-close flag")),
                (
                    "is_changing",
                    models.BooleanField(db_default=False, default=False, verbose_name="Change in progress"),
                ),
                ("is_frozen", models.BooleanField(default=False, verbose_name="Frozen")),
                ("freeze_reason", models.CharField(blank=True, max_length=200, verbose_name="Reason of the freeze")),
                ("frozen_at", models.DateTimeField(null=True)),
                ("frozen_until", models.DateField(null=True)),
                (
                    "agreement_line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="orders.agreementline",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gift_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gifts",
                        to="orders.orderline",
                        verbose_name="Gift of",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
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
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.producttext",
                    ),
                ),
                (
                    "quotation_line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="orders.quotationline",
                    ),
                ),
            ],
            options={
                "verbose_name": "order line",
                "verbose_name_plural": "order lines",
                "ordering": ["line_no"],
                "indexes": [
                    models.Index(fields=["product", "order"], name="line_by_product"),
                    models.Index(fields=["text", "order"], name="line_by_text"),
                    models.Index(
                        condition=models.Q(("last_ship_date__isnull", True), ("row_closed", True)),
                        fields=["id"],
                        name="line_closed_undated",
                    ),
                    models.Index(
                        condition=models.Q(("last_ship_date__isnull", False), ("row_closed", False), ("shipped", 0)),
                        fields=["id"],
                        name="line_dated_unshipped",
                    ),
                    models.Index(
                        condition=models.Q(("closure", "OPEN")),
                        fields=["promised_date", "id"],
                        name="line_open_promise",
                    ),
                    models.Index(condition=models.Q(("row_closed", False)), fields=["order"], name="line_not_closed"),
                    models.Index(condition=models.Q(("is_frozen", True)), fields=["order"], name="line_frozen"),
                    models.Index(
                        condition=models.Q(("requested_date__isnull", False)),
                        fields=["requested_date"],
                        name="line_by_request",
                    ),
                    models.Index(
                        condition=models.Q(("last_ship_date__isnull", False)),
                        fields=["last_ship_date"],
                        name="line_by_ship_date",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("logo", ""), _negated=True),
                            models.Q(("colour", ""), _negated=True),
                            models.Q(("packaging", ""), _negated=True),
                            models.Q(("customisation", ""), _negated=True),
                            models.Q(("special_requirements", ""), _negated=True),
                            models.Q(("notes", ""), _negated=True),
                            ("discount__gt", 0),
                            _connector="OR",
                        ),
                        fields=["order"],
                        name="line_with_extras",
                    ),
                    models.Index(
                        condition=models.Q(("quotation_line__isnull", False)),
                        fields=["quotation_line"],
                        name="line_of_quotation",
                    ),
                    models.Index(
                        condition=models.Q(("agreement_line__isnull", False)),
                        fields=["agreement_line"],
                        name="line_of_agreement",
                    ),
                    models.Index(
                        condition=models.Q(("gift_of__isnull", False)), fields=["gift_of"], name="line_of_gift"
                    ),
                    models.Index(
                        condition=models.Q(("close_reason_code", ""), _negated=True),
                        fields=["closed_at"],
                        name="line_let_go",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="line_custom"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "line_no"), name="order_line_no"),
                    models.CheckConstraint(condition=models.Q(("ordered__gt", 0)), name="line_ordered_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drafted__gte", 0),
                            ("reserved__gte", 0),
                            ("shipped__gte", 0),
                            ("short_closed__gte", 0),
                            ("signed__gte", 0),
                        ),
                        name="line_quantities_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("price__gte", 0)), name="line_money_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 1)), name="line_discount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="Pieces in one kit")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Component",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "verbose_name": "component of an order line",
                "verbose_name_plural": "components of order lines",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "product"), name="line_component_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="line_component_quantity"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="#")),
                ("name", models.CharField(max_length=160, verbose_name="Goods or service")),
                ("specification", models.CharField(blank=True, max_length=120, verbose_name="Specification")),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="Unit")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "tax_rate",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=6, verbose_name="Tax rate"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Amount"),
                ),
                ("tax", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Tax")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Net amount"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.invoice",
                    ),
                ),
                (
                    "red_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reds",
                        to="orders.invoiceline",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an invoice",
                "verbose_name_plural": "lines of invoices",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("invoice", "position"), name="invoice_line_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity", 0), _negated=True), ("red_of__isnull", False), _connector="OR"
                        ),
                        name="invoice_line_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                            )
                        ),
                        name="invoice_line_sums",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(verbose_name="Revision")),
                ("content", models.JSONField(default=dict)),
                ("content_hash", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField(verbose_name="In force since")),
                ("ended_at", models.DateTimeField(verbose_name="In force until")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_revision",
                        to="orders.changerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of an order",
                "verbose_name_plural": "revisions of orders",
                "ordering": ["order_id", "revision"],
                "constraints": [models.UniqueConstraint(fields=("order", "revision"), name="revision_once")],
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("submit", "Submit for approval"),
                            ("approve", "Approve"),
                            ("reject", "Send back"),
                            ("withdraw", "Withdraw"),
                            ("unapprove", "Un-approve"),
                            ("void", "Void"),
                            ("close", "Close"),
                            ("reopen", "Reopen"),
                            ("archive", "Archive"),
                            ("restore", "Restore"),
                            ("import", "Import"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=9)),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("SUBMITTED", "Awaiting approval"),
                            ("EFFECTIVE", "Effective"),
                            ("CLOSED", "Closed"),
                            ("ARCHIVED", "Archived"),
                            ("VOID", "Void"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["order", "id"], name="step_order")],
            },
        ),
        migrations.CreateModel(
            name="OrderTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("is_shared", models.BooleanField(default=False, verbose_name="For everybody")),
                ("header", models.JSONField(default=dict)),
                ("lines", models.JSONField(default=list)),
                ("used", models.PositiveIntegerField(default=0, verbose_name="Used")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="Customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "order template",
                "verbose_name_plural": "order templates",
                "ordering": ["name", "id"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="order_template_name")],
            },
        ),
        migrations.CreateModel(
            name="GoodsCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_version", models.PositiveIntegerField()),
                ("is_ok", models.BooleanField(verbose_name="In order")),
                ("answers", models.JSONField(default=list, verbose_name="Answers")),
                ("checked_at", models.DateTimeField(verbose_name="Checked")),
                (
                    "checked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="orders.outbounddocument"
                    ),
                ),
            ],
            options={
                "verbose_name": "check of goods",
                "verbose_name_plural": "checks of goods",
            },
        ),
        migrations.CreateModel(
            name="FreightBillLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="#")),
                (
                    "billed",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Billed"),
                ),
                (
                    "expected",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Own freight"
                    ),
                ),
                ("is_live", models.BooleanField(default=True)),
                (
                    "bill",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.freightbill",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.outbounddocument",
                        verbose_name="Shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a carrier's bill",
                "verbose_name_plural": "lines of carriers' bills",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("bill", "position"), name="freight_line_position"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)), fields=("document",), name="freight_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("billed__gt", 0), ("expected__gte", 0)), name="freight_line_amounts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrivalNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("MAIL", "E-mail"),
                            ("PHONE", "Phone"),
                            ("MESSAGE", "Message"),
                            ("VISIT", "In person"),
                        ],
                        max_length=7,
                        verbose_name="How",
                    ),
                ),
                ("recipient", models.CharField(max_length=254, verbose_name="Who was told")),
                ("arrival_date", models.DateField(verbose_name="Expected arrival")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="Language")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Words to the customer")),
                ("told_at", models.DateTimeField(verbose_name="When")),
                (
                    "told_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrival_notices",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of arrival",
                "verbose_name_plural": "notices of arrival",
            },
        ),
        migrations.CreateModel(
            name="OutboundLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.JSONField(null=True)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "signed_quantity",
                    models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="Signed"),
                ),
                (
                    "transit_loss",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Lost in transit"
                    ),
                ),
                (
                    "reship",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="To re-ship"
                    ),
                ),
                (
                    "is_direct",
                    models.BooleanField(db_default=False, default=False, verbose_name="Direct from the supplier"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.outbounddocument",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outbound_lines",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "order_line"), name="outbound_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="outbound_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("former__isnull", True), ("order_line__isnull", False)),
                            models.Q(("former__isnull", False), ("order_line__isnull", True)),
                            _connector="OR",
                        ),
                        name="outbound_line_of",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_quantity__isnull", True),
                            models.Q(
                                ("signed_quantity__gte", 0),
                                (
                                    "signed_quantity__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "-", models.F("transit_loss")
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="outbound_signed_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reship__gte", 0), ("reship__lte", models.F("transit_loss"))),
                        name="outbound_reship_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoodsNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="Number")),
                ("is_serial", models.BooleanField(verbose_name="Serial number")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "back_quantity",
                    models.DecimalField(
                        db_default=0, decimal_places=4, default=0, max_digits=16, verbose_name="Came back"
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="Entered")),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="orders.outboundline",
                    ),
                ),
            ],
            options={
                "verbose_name": "number of goods",
                "verbose_name_plural": "numbers of goods",
                "indexes": [
                    models.Index(fields=["number"], name="goods_number", opclasses=["text_pattern_ops"]),
                    models.Index(fields=["product", "-id"], name="goods_number_product"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "number"), name="goods_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("back_quantity", 0), ("is_serial", True)),
                        fields=("product", "number"),
                        name="goods_serial_out_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back_quantity__gte", 0), ("back_quantity__lte", models.F("quantity")), ("quantity__gt", 0)
                        ),
                        name="goods_number_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_serial", False), ("quantity", 1), _connector="OR"),
                        name="goods_serial_single",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Package")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CARTON", "Carton"),
                            ("CRATE", "Wooden crate"),
                            ("PALLET", "Pallet"),
                            ("BUNDLE", "Bundle"),
                            ("OTHER", "Other package"),
                        ],
                        default="CARTON",
                        max_length=6,
                        verbose_name="Kind",
                    ),
                ),
                ("mark", models.CharField(blank=True, max_length=60, verbose_name="Shipping mark")),
                (
                    "weight",
                    models.DecimalField(decimal_places=3, max_digits=10, null=True, verbose_name="Gross weight, kg"),
                ),
                ("length", models.DecimalField(decimal_places=1, max_digits=7, null=True, verbose_name="Length, cm")),
                ("width", models.DecimalField(decimal_places=1, max_digits=7, null=True, verbose_name="Width, cm")),
                ("height", models.DecimalField(decimal_places=1, max_digits=7, null=True, verbose_name="Height, cm")),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
                    ),
                ),
            ],
            options={
                "verbose_name": "package",
                "verbose_name_plural": "packages",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="package_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("weight__isnull", True), ("weight__gt", 0), _connector="OR"),
                            models.Q(("length__isnull", True), ("length__gt", 0), _connector="OR"),
                            models.Q(("width__isnull", True), ("width__gt", 0), _connector="OR"),
                            models.Q(("height__isnull", True), ("height__gt", 0), _connector="OR"),
                        ),
                        name="package_measures",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="packed", to="orders.outboundline"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="orders.package",
                    ),
                ),
            ],
            options={
                "verbose_name": "content of a package",
                "verbose_name_plural": "contents of packages",
                "constraints": [
                    models.UniqueConstraint(fields=("package", "line"), name="package_item_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="package_item_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="Paper")),
                ("number", models.PositiveIntegerField(verbose_name="Version")),
                ("title_zh", models.CharField(max_length=80, verbose_name="Title, in Chinese")),
                ("title_en", models.CharField(max_length=80, verbose_name="Title, in English")),
                ("intro_zh", models.TextField(blank=True, max_length=2000, verbose_name="Introduction, in Chinese")),
                ("intro_en", models.TextField(blank=True, max_length=2000, verbose_name="Introduction, in English")),
                ("clauses_zh", models.TextField(blank=True, max_length=20000, verbose_name="Clauses, in Chinese")),
                ("clauses_en", models.TextField(blank=True, max_length=20000, verbose_name="Clauses, in English")),
                (
                    "footer_zh",
                    models.CharField(blank=True, max_length=300, verbose_name="Foot of each page, in Chinese"),
                ),
                (
                    "footer_en",
                    models.CharField(blank=True, max_length=300, verbose_name="Foot of each page, in English"),
                ),
                ("columns", models.JSONField(default=list, verbose_name="Columns")),
                ("shows_logo", models.BooleanField(default=True, verbose_name="Logo")),
                ("shows_seal", models.BooleanField(default=False, verbose_name="Seal, on papers that bind us")),
                ("shows_bank", models.BooleanField(default=False, verbose_name="Bank data")),
                ("shows_words", models.BooleanField(default=False, verbose_name="Total in words")),
                ("shows_signatures", models.BooleanField(default=False, verbose_name="Places to sign")),
                ("is_landscape", models.BooleanField(default=False, verbose_name="Landscape")),
                ("saved_at", models.DateTimeField(verbose_name="Saved")),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "form of a paper",
                "verbose_name_plural": "forms of papers",
                "constraints": [models.UniqueConstraint(fields=("kind", "number"), name="paper_form_version")],
            },
        ),
        migrations.CreateModel(
            name="PaperPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="Paper")),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("subject_number", models.CharField(max_length=40, verbose_name="Number")),
                ("revision", models.PositiveIntegerField(verbose_name="Revision")),
                ("form_number", models.PositiveIntegerField(verbose_name="Version of the form")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English"), ("both", "Chinese and English")],
                        max_length=8,
                        verbose_name="Language",
                    ),
                ),
                ("is_binding", models.BooleanField(verbose_name="Binding")),
                ("printed_at", models.DateTimeField(verbose_name="Printed")),
                ("sha256", models.CharField(max_length=64, verbose_name="Digest")),
                ("size", models.PositiveIntegerField(verbose_name="Size")),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.attachment",
                        verbose_name="Kept as",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Printed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "printed paper",
                "verbose_name_plural": "printed papers",
                "indexes": [models.Index(fields=["subject_type", "subject_id", "-id"], name="paper_print_subject")],
            },
        ),
        migrations.CreateModel(
            name="PaymentFollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="Part of the plan")),
                ("text", models.CharField(max_length=300, verbose_name="What was said")),
                ("next_date", models.DateField(null=True, verbose_name="Ask again on")),
                ("at", models.DateTimeField(verbose_name="When")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_follow_ups",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up of a payment",
                "verbose_name_plural": "follow-ups of payments",
                "indexes": [models.Index(fields=["order", "sequence", "-id"], name="payment_follow_up_last")],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="#")),
                ("text", models.CharField(max_length=300, verbose_name="What is done")),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By whom",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="orders.contingencyplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of plans",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("plan", "position"), name="plan_step_once")],
            },
        ),
        migrations.CreateModel(
            name="PriorityRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="Version")),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("medium_from", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="Medium from")),
                ("large_from", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="Large from")),
                ("urgent_days", models.PositiveSmallIntegerField(verbose_name="Urgent up to, in days of work")),
                ("short_days", models.PositiveSmallIntegerField(verbose_name="Short-term up to, in days of work")),
                ("weight_amount", models.PositiveSmallIntegerField(verbose_name="Weight of the amount")),
                ("weight_time", models.PositiveSmallIntegerField(verbose_name="Weight of the delivery time")),
                ("weight_customer", models.PositiveSmallIntegerField(verbose_name="Weight of the customer")),
                ("new_customer", models.PositiveSmallIntegerField(verbose_name="Points of new customers")),
                ("other_customer", models.PositiveSmallIntegerField(verbose_name="Points of other customers")),
                ("by_class", models.JSONField(blank=True, default=dict, verbose_name="Points by class of customer")),
                ("saved_at", models.DateTimeField(verbose_name="Saved")),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="common.job"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bands of classes and priority",
                "verbose_name_plural": "bands of classes and priority",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("large_from__gt", models.F("medium_from")), ("medium_from__gt", Decimal("0"))
                        ),
                        name="priority_amount_bands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("short_days__gt", models.F("urgent_days")), ("short_days__lte", 1000)),
                        name="priority_time_bands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_amount__lte", 100),
                            ("weight_customer__lte", 100),
                            ("weight_time__lte", 100),
                            models.Q(
                                ("weight_amount__gt", 0),
                                ("weight_time__gt", 0),
                                ("weight_customer__gt", 0),
                                _connector="OR",
                            ),
                        ),
                        name="priority_weights",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_customer__lte", 100), ("other_customer__lte", 100)),
                        name="priority_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.JSONField(null=True)),
                ("promised_date", models.DateField(verbose_name="Promised date")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("ship_date", models.DateField(null=True, verbose_name="To leave by")),
                ("chain", models.JSONField(db_default=[], default=list, verbose_name="Reasons")),
                ("parts", models.JSONField(db_default=[], default=list, verbose_name="In parts")),
                ("is_told", models.BooleanField(default=False, verbose_name="Told to the customer")),
                ("told_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="orders.orderline",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "id"], name="promise_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("former__isnull", True), ("line__isnull", False)),
                            models.Q(("former__isnull", False), ("line__isnull", True)),
                            _connector="OR",
                        ),
                        name="promise_of",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40, verbose_name="Source")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="Number of the bank")),
                ("booked_date", models.DateField(verbose_name="Booked on")),
                ("amount", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="Amount")),
                ("payer", models.CharField(blank=True, max_length=120, verbose_name="Payer")),
                ("payer_account", models.CharField(blank=True, max_length=60, verbose_name="Payer's account")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="Text of the transfer")),
                (
                    "state",
                    models.CharField(
                        choices=[("NEW", "To record"), ("RECORDED", "Recorded"), ("ASIDE", "No payment of a customer")],
                        default="NEW",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("proposal", models.JSONField(default=dict, verbose_name="Proposal")),
                ("is_certain", models.BooleanField(default=False, verbose_name="Certain")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="Decided")),
                ("loaded_at", models.DateTimeField(verbose_name="Loaded")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="common.currency",
                        verbose_name="Currency",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Loaded by",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_line",
                        to="orders.receipt",
                        verbose_name="Receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a bank statement",
                "verbose_name_plural": "rows of bank statements",
                "indexes": [models.Index(fields=["state", "-booked_date", "-id"], name="bank_line_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "digest"), name="bank_line_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="bank_line_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt__isnull", False), ("state", "RECORDED")),
                            models.Q(models.Q(("state", "RECORDED"), _negated=True), ("receipt", None)),
                            _connector="OR",
                        ),
                        name="bank_line_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptanceDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("BANK", "Bank acceptance draft"), ("COMMERCIAL", "Commercial acceptance draft")],
                        max_length=10,
                        verbose_name="Kind of draft",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="Draft number")),
                ("drawer", models.CharField(max_length=120, verbose_name="Drawer")),
                ("acceptor", models.CharField(max_length=120, verbose_name="Accepted by")),
                ("issue_date", models.DateField(null=True, verbose_name="Drawn on")),
                ("maturity_date", models.DateField(verbose_name="Matures on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("HELD", "Held"),
                            ("ENDORSED", "Endorsed away"),
                            ("DISCOUNTED", "Discounted"),
                            ("CASHED", "Cashed"),
                            ("DISHONOURED", "Dishonoured"),
                            ("VOID", "Void"),
                        ],
                        default="HELD",
                        max_length=11,
                        verbose_name="State",
                    ),
                ),
                ("counts", models.BooleanField(default=True, verbose_name="In exposure until paid")),
                ("moved_date", models.DateField(null=True, verbose_name="Day of the last move")),
                ("given_to", models.CharField(blank=True, max_length=120, verbose_name="Given to")),
                (
                    "charge",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Discount charge"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="orders.receipt",
                        verbose_name="Receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance draft",
                "verbose_name_plural": "acceptance drafts",
                "indexes": [models.Index(fields=["state", "maturity_date", "id"], name="draft_maturity")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "VOID"), _negated=True),
                        fields=("number",),
                        name="draft_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issue_date", None), ("maturity_date__gt", models.F("issue_date")), _connector="OR"
                        ),
                        name="draft_days",
                    ),
                    models.CheckConstraint(condition=models.Q(("charge__gte", 0)), name="draft_charge"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedShipDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=40, verbose_name="System")),
                ("external_id", models.CharField(max_length=100, verbose_name="External number")),
                ("outbound_number", models.CharField(blank=True, max_length=20, verbose_name="Outbound number")),
                ("waybill", models.CharField(blank=True, max_length=80, verbose_name="Waybill number")),
                ("line_no", models.PositiveIntegerField(null=True, verbose_name="Line")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="Quantity")),
                ("carrier", models.CharField(blank=True, max_length=80, verbose_name="Carrier")),
                ("ship_date", models.DateField(verbose_name="Actual ship date")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("APPLIED", "Applied"),
                            ("CONFLICT", "In conflict"),
                            ("DISMISSED", "Dismissed"),
                        ],
                        default="PENDING",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NO_DOCUMENT", "No audited document fits yet"),
                            ("NOT_AUDITED", "Its document is not audited"),
                            ("SEVERAL", "Several documents fit"),
                            ("OTHER_DATE", "The document has another received date"),
                            ("BEFORE_ORDER", "Before an order of the document was placed"),
                            ("CLOSED_MONTH", "It would move goods into or out of a closed month"),
                        ],
                        max_length=12,
                        verbose_name="Why",
                    ),
                ),
                ("is_assigned", models.BooleanField(default=False)),
                ("differs", models.BooleanField(default=False, verbose_name="Differs from the date entered")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Reason")),
                ("received_at", models.DateTimeField(verbose_name="Came in")),
                ("settled_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_ship_dates",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_ship_dates",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "received ship date",
                "verbose_name_plural": "received ship dates",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="ship_date_state"),
                    models.Index(
                        condition=models.Q(("order__isnull", False)), fields=["order", "line_no"], name="ship_date_line"
                    ),
                    models.Index(
                        condition=models.Q(("outbound_number", ""), _negated=True),
                        fields=["outbound_number"],
                        name="ship_date_number",
                    ),
                    models.Index(
                        condition=models.Q(("waybill", ""), _negated=True), fields=["waybill"], name="ship_date_waybill"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "external_id"), name="ship_date_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outbound_number", ""), _negated=True),
                            models.Q(("waybill", ""), _negated=True),
                            ("order__isnull", False),
                            _connector="OR",
                        ),
                        name="ship_date_names",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("line_no__isnull", True), ("order__isnull", True), ("quantity__isnull", True)),
                            models.Q(("line_no__isnull", False), ("order__isnull", False), ("quantity__gt", 0)),
                            _connector="OR",
                        ),
                        name="ship_date_line_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "APPLIED"), _negated=True), ("document__isnull", False), _connector="OR"
                        ),
                        name="ship_date_applied_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                ("created_at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reservations",
                        to="orders.orderline",
                    ),
                ),
                (
                    "stock_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservations", to="products.stockrow"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "stock_row"), name="reservation_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="reservation_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.JSONField(null=True)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                (
                    "received",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Received"),
                ),
                (
                    "to_stock",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="To stock"),
                ),
                (
                    "scrapped",
                    models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="Scrapped"),
                ),
                ("numbers", models.JSONField(blank=True, default=list, verbose_name="Numbers")),
                (
                    "reship",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="To re-ship"
                    ),
                ),
                (
                    "replaced",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=16,
                        verbose_name="To replace by another product",
                    ),
                ),
                (
                    "refund",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=16, verbose_name="To refund"
                    ),
                ),
                (
                    "refund_amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=20, verbose_name="Refund"),
                ),
                ("refund_reference", models.CharField(blank=True, max_length=60, verbose_name="Refunded with")),
                ("refund_settled_at", models.DateTimeField(null=True, verbose_name="Refunded")),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.returndocument",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_lines",
                        to="orders.orderline",
                    ),
                ),
                (
                    "refund_settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "return line",
                "verbose_name_plural": "return lines",
                "indexes": [
                    models.Index(
                        condition=models.Q(("refund_amount__gt", 0), ("refund_settled_at__isnull", True)),
                        fields=["order"],
                        name="return_refund_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "order_line"), name="return_line_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="return_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("former__isnull", True), ("order_line__isnull", False)),
                            models.Q(("former__isnull", False), ("order_line__isnull", True)),
                            _connector="OR",
                        ),
                        name="return_line_of",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "received",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("to_stock"), "+", models.F("scrapped")
                                ),
                            ),
                            ("scrapped__gte", 0),
                            ("to_stock__gte", 0),
                            ("received__lte", models.F("quantity")),
                        ),
                        name="return_received_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refund__gte", 0),
                            ("refund_amount__gte", 0),
                            ("replaced__gte", 0),
                            ("reship__gte", 0),
                            (
                                "received__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("reship"), "+", models.F("replaced")
                                    ),
                                    "+",
                                    models.F("refund"),
                                ),
                            ),
                        ),
                        name="return_decided_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnRefund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SET_OFF", "Set off against what is owed"),
                            ("PAID_BACK", "Paid back"),
                            ("KEPT", "Left on the account"),
                        ],
                        max_length=9,
                        verbose_name="What became of it",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Amount")),
                ("at", models.DateTimeField(verbose_name="When")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="Taken back")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="orders.returndocument",
                        verbose_name="Return",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="for_returns",
                        to="orders.receipt",
                        verbose_name="Receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "refund of a return",
                "verbose_name_plural": "refunds of returns",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="return_refund_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "SET_OFF"), ("receipt", None)),
                            models.Q(models.Q(("kind", "SET_OFF"), _negated=True), ("receipt__isnull", False)),
                            _connector="OR",
                        ),
                        name="return_refund_of",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnReversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("RECEIPT", "Receipt and inspection"),
                            ("DECISION", "Decision about returned goods"),
                            ("REFUND", "Record of the refund"),
                        ],
                        max_length=8,
                        verbose_name="Step",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="Reason")),
                ("done_at", models.DateTimeField(null=True, verbose_name="Recorded")),
                ("held", models.JSONField(blank=True, default=list, verbose_name="What it had said")),
                ("at", models.DateTimeField(verbose_name="Taken back")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Taken back by",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="orders.returndocument",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reversal of a return",
                "verbose_name_plural": "reversals of returns",
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Day")),
                ("title", models.CharField(max_length=120, verbose_name="Title")),
                ("findings", models.TextField(verbose_name="Findings")),
                ("numbers", models.JSONField(default=list)),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="Next on")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk assessment",
                "verbose_name_plural": "risk assessments",
            },
        ),
        migrations.CreateModel(
            name="RiskMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="Measure")),
                ("due_date", models.DateField(verbose_name="Due")),
                ("done_at", models.DateTimeField(null=True, verbose_name="Done")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="orders.riskassessment"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Done by",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "preventive measure",
                "verbose_name_plural": "preventive measures",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["owner", "due_date"],
                        name="risk_measure_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("CREDIT_STANDING", "Credit near or over the limit"),
                            ("CREDIT_OVERDUE", "Overdue payments grow"),
                            ("MARKET_ORDER", "Material makes an open order earn too little"),
                            ("MARKET_QUOTATION", "Material makes a quotation earn too little"),
                            ("MARKET_DEMAND", "Demand for a product family moves"),
                            ("SUPPLY_SUPPLIER", "A supplier delivers late"),
                            ("SUPPLY_DEPARTMENT", "A department delivers late"),
                        ],
                        max_length=20,
                        verbose_name="Rule",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("MEDIUM", "Medium"), ("HIGH", "High")], max_length=6, verbose_name="Level"
                    ),
                ),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=60, verbose_name="Number or code")),
                ("label", models.CharField(max_length=160, verbose_name="About")),
                ("numbers", models.JSONField(default=dict, verbose_name="Numbers")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("ACKNOWLEDGED", "Taken up"),
                            ("RESOLVED", "Resolved"),
                            ("FALSE_ALARM", "False alarm"),
                        ],
                        default="OPEN",
                        max_length=12,
                        verbose_name="State",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AVERTED", "Averted by what was done"),
                            ("HAPPENED", "It happened"),
                            ("GONE", "It went away by itself"),
                        ],
                        max_length=8,
                        verbose_name="Outcome",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="Words")),
                ("raised_at", models.DateTimeField(verbose_name="Raised")),
                ("seen_at", models.DateTimeField(verbose_name="Last seen")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="Taken up")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Ended by",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Taken up by",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk warning",
                "verbose_name_plural": "risk warnings",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="risk_by_state"),
                    models.Index(fields=["owner", "state"], name="risk_of_owner"),
                    models.Index(fields=["subject_type", "subject_id", "-id"], name="risk_of_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("OPEN", "ACKNOWLEDGED"))),
                        fields=("rule", "subject_type", "subject_id"),
                        name="risk_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Renegotiation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offer", models.CharField(blank=True, max_length=8, verbose_name="New version")),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("PRICE", "The price"),
                            ("DELIVERY", "The delivery time"),
                            ("BOTH", "Price and delivery time"),
                        ],
                        max_length=8,
                        verbose_name="What is renegotiated",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="What is asked of the customer")),
                ("numbers", models.JSONField(default=dict, verbose_name="Numbers")),
                ("due_date", models.DateField(verbose_name="Due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Going on"),
                            ("AGREED", "Agreed"),
                            ("REFUSED", "Refused by the customer"),
                            ("DROPPED", "Not pursued"),
                        ],
                        default="OPEN",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="How it ended")),
                ("started_at", models.DateTimeField(verbose_name="Started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="Ended")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Ended by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiations",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
                (
                    "quotation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiations",
                        to="orders.quotation",
                        verbose_name="Quotation",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Started by",
                    ),
                ),
                (
                    "warning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiations",
                        to="orders.riskwarning",
                        verbose_name="Warning",
                    ),
                ),
            ],
            options={
                "verbose_name": "renegotiation",
                "verbose_name_plural": "renegotiations",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["owner", "due_date"], name="renegotiation_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")), fields=("warning",), name="renegotiation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__isnull", True), ("quotation__isnull", True), _connector="XOR"),
                        name="renegotiation_about_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.JSONField(null=True)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="Quantity")),
                ("performed_date", models.DateField(verbose_name="Performed on")),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="Proof")),
                ("at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_records",
                        to="orders.orderline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="service_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("former__isnull", True), ("order_line__isnull", False)),
                            models.Q(("former__isnull", False), ("order_line__isnull", True)),
                            _connector="OR",
                        ),
                        name="service_line_of",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500, verbose_name="Reason")),
                ("at", models.DateTimeField(verbose_name="Set aside")),
                ("released_at", models.DateTimeField(null=True, verbose_name="Released")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Set aside by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_asides",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "order set aside",
                "verbose_name_plural": "orders set aside",
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at__isnull", True)), fields=["-id"], name="set_aside_now"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)), fields=("order",), name="set_aside_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="Amount over the limit")),
                ("valid_until", models.DateField(verbose_name="Valid until")),
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
                ("requested_at", models.DateTimeField(verbose_name="Requested")),
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
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="special_approvals",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Requested by",
                    ),
                ),
            ],
            options={
                "verbose_name": "special credit approval",
                "verbose_name_plural": "special credit approvals",
                "indexes": [models.Index(fields=["order", "-id"], name="special_approval_of")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="special_approval_amount"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")), fields=("order",), name="special_approval_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "APPROVED"), _negated=True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="special_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="Language")),
                ("recipient", models.EmailField(blank=True, max_length=254, verbose_name="Sent to")),
                ("asked_at", models.DateTimeField(verbose_name="Asked")),
                ("valid_until", models.DateTimeField(verbose_name="Valid until")),
                ("mails", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="Answered")),
                ("answered_by", models.CharField(blank=True, max_length=80, verbose_name="Answered by")),
                ("said_at", models.DateTimeField(null=True, verbose_name="Said on")),
                (
                    "evidence",
                    models.CharField(blank=True, db_default="", max_length=300, verbose_name="Proof in words"),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="Network address")),
                ("agent", models.CharField(blank=True, max_length=300, verbose_name="Browser")),
                ("proof_hash", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Asked"),
                            ("CONFIRMED", "Confirmed"),
                            ("OBJECTED", "Objected to"),
                            ("REVOKED", "Taken back"),
                        ],
                        default="ASKED",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("LINK", "Signed link"),
                            ("PHONE", "Phone"),
                            ("MAIL", "Mail"),
                            ("CHAT", "Chat"),
                            ("VISIT", "Visit"),
                            ("PAPER", "Signed paper"),
                        ],
                        default="LINK",
                        max_length=5,
                        verbose_name="How",
                    ),
                ),
                ("content_hash", models.CharField(max_length=64, verbose_name="Digest")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Words to the customer")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="What he said")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Asked by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.exceptioncase",
                        verbose_name="Exception",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Recorded by",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="orders.statement",
                        verbose_name="Statement of account",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of a statement",
                "verbose_name_plural": "confirmations of statements",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("statement",), name="statement_one_asked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ASKED", "REVOKED"]), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="statement_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "OBJECTED"), _negated=True), ("case__isnull", False), _connector="OR"
                        ),
                        name="statement_disputed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waybill", models.CharField(blank=True, max_length=80, verbose_name="Waybill number")),
                ("provider", models.CharField(max_length=40, verbose_name="System")),
                ("external_id", models.CharField(max_length=100, verbose_name="External number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PICKED_UP", "Picked up"),
                            ("IN_TRANSIT", "In transit"),
                            ("OUT", "Out for delivery"),
                            ("DELIVERED", "Delivered, says the carrier"),
                            ("HELD_UP", "Held up"),
                            ("SENT_BACK", "Sent back"),
                            ("OTHER", "Other news"),
                        ],
                        max_length=10,
                        verbose_name="What happened",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="When")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Where")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="Carrier's words")),
                ("person", models.CharField(blank=True, max_length=60, verbose_name="Handed to")),
                ("arrival_date", models.DateField(null=True, verbose_name="Expected arrival")),
                ("received_at", models.DateTimeField(verbose_name="Came in")),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracking",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tracking event",
                "verbose_name_plural": "tracking events",
                "indexes": [
                    models.Index(
                        condition=models.Q(("waybill", ""), _negated=True),
                        fields=["waybill", "happened_at"],
                        name="tracking_waybill",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "external_id"), name="tracking_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("waybill", ""), _negated=True), ("document__isnull", False), _connector="OR"
                        ),
                        name="tracking_names",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransitTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.CharField(
                        blank=True, help_text="Empty: everywhere", max_length=80, verbose_name="Province or region"
                    ),
                ),
                (
                    "transport_mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXPRESS", "Express"),
                            ("AIR", "Air"),
                            ("LAND", "Land"),
                            ("SEA", "Sea"),
                            ("OWN", "Own vehicle"),
                        ],
                        help_text="Empty: however goods travel",
                        max_length=8,
                        verbose_name="Transport mode",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="Days on the way")),
                ("is_workdays", models.BooleanField(default=True, verbose_name="Days of work only")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "days on the way",
                "verbose_name_plural": "days on the way",
                "constraints": [
                    models.UniqueConstraint(fields=("area", "transport_mode"), name="transit_once"),
                    models.CheckConstraint(condition=models.Q(("days__lte", 365)), name="transit_days"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("content", models.JSONField(default=dict)),
                ("is_ok", models.BooleanField(verbose_name="In order")),
                ("answers", models.JSONField(default=list, verbose_name="Answers")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                ("verified_at", models.DateTimeField(verbose_name="Verified")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="orders.order",
                        verbose_name="Order",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Verified by",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
            },
        ),
        migrations.AddField(
            model_name="quotation",
            name="accepted",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.quotationversion",
                verbose_name="Accepted version",
            ),
        ),
    ]
