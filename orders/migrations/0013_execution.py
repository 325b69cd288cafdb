import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_period_close"),
        ("accounts", "__first__"),
        ("common", "0007_signed_links_and_workdays"),
        ("customers", "0006_credit"),
        ("orders", "0012_from_inquiry_to_confirmation"),
        ("products", "0009_supply_and_kits"),
    ]

    operations = [
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrival_notices",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of arrival",
                "verbose_name_plural": "notices of arrival",
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
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
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
                        verbose_name="Responsible for the answer",
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
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="orders.order",
                        verbose_name="Order",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="orders.changerequest",
                    ),
                ),
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
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="orders.outboundline",
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
                (
                    "red_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reds",
                        to="orders.invoiceline",
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
            name="LineComponent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="Pieces in one kit")),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="orders.orderline",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="Component",
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
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="#")),
                ("text", models.CharField(max_length=300, verbose_name="What is done")),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="orders.contingencyplan",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of plans",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("plan", "position"), name="plan_step_once")],
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
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
                    "quotation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renegotiations",
                        to="orders.quotation",
                        verbose_name="Quotation",
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
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
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="orders.statement",
                        verbose_name="Statement of account",
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
                    "received_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracking",
                        to="orders.outbounddocument",
                        verbose_name="Outbound document",
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
        migrations.RemoveConstraint(
            model_name="receipt",
            name="receipt_allocation",
        ),
        migrations.AddField(
            model_name="confirmation",
            name="bound_hash",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="evidence",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="Proof in words"),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="said_at",
            field=models.DateTimeField(null=True, verbose_name="Said on"),
        ),
        migrations.AddField(
            model_name="creditexposure",
            name="drafts",
            field=models.DecimalField(db_default=Decimal("0"), decimal_places=6, default=Decimal("0"), max_digits=20),
        ),
        migrations.AddField(
            model_name="matrixrow",
            name="at_least",
            field=models.JSONField(blank=True, db_default={}, default=dict, verbose_name="Only from"),
        ),
        migrations.AddField(
            model_name="order",
            name="credited_amount",
            field=models.DecimalField(
                db_default=Decimal("0"), decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Credited"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="disputed_amount",
            field=models.DecimalField(
                db_default=Decimal("0"),
                decimal_places=2,
                default=Decimal("0"),
                max_digits=20,
                verbose_name="Disputed amount",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="open_exceptions",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Open exceptions"),
        ),
        migrations.AddField(
            model_name="orderline",
            name="allocation_rule",
            field=models.CharField(
                blank=True,
                choices=[("WIN", "Wins"), ("KEEP", "Keeps what it has"), ("LOSE", "May lose")],
                db_default="",
                default="",
                max_length=4,
                verbose_name="When goods are given out anew",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="by_components",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Counted by its components"),
        ),
        migrations.AddField(
            model_name="orderline",
            name="credited",
            field=models.DecimalField(
                db_default=Decimal("0"), decimal_places=6, default=Decimal("0"), max_digits=20, verbose_name="Credited"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="is_changing",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Change in progress"),
        ),
        migrations.AddField(
            model_name="orderline",
            name="promised_ship_date",
            field=models.DateField(null=True, verbose_name="To leave by"),
        ),
        migrations.AddField(
            model_name="orderline",
            name="refunded",
            field=models.DecimalField(
                db_default=Decimal("0"),
                decimal_places=4,
                default=Decimal("0"),
                max_digits=16,
                verbose_name="Came back for money",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="returning",
            field=models.DecimalField(
                db_default=Decimal("0"),
                decimal_places=4,
                default=Decimal("0"),
                max_digits=16,
                verbose_name="On announced returns",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
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
            model_name="outbounddocument",
            name="arrived_at",
            field=models.DateTimeField(null=True, verbose_name="Arrived"),
        ),
        migrations.AddField(
            model_name="outbounddocument",
            name="condition",
            field=models.CharField(
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
        migrations.AddField(
            model_name="outbounddocument",
            name="dispatch_rank",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="outbounddocument",
            name="freight_charged",
            field=models.DecimalField(
                db_default=Decimal("0"),
                decimal_places=2,
                default=Decimal("0"),
                max_digits=20,
                verbose_name="Freight charged",
            ),
        ),
        migrations.AddField(
            model_name="outbounddocument",
            name="proof_hash",
            field=models.CharField(blank=True, db_default="", max_length=64, verbose_name="SHA-256 of the signing"),
        ),
        migrations.AddField(
            model_name="outboundline",
            name="is_direct",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Direct from the supplier"),
        ),
        migrations.AddField(
            model_name="promiseentry",
            name="chain",
            field=models.JSONField(db_default=[], default=list, verbose_name="Reasons"),
        ),
        migrations.AddField(
            model_name="promiseentry",
            name="parts",
            field=models.JSONField(db_default=[], default=list, verbose_name="In parts"),
        ),
        migrations.AddField(
            model_name="promiseentry",
            name="ship_date",
            field=models.DateField(null=True, verbose_name="To leave by"),
        ),
        migrations.AddField(
            model_name="promiseentry",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="promiseentry",
            name="told_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="receipt",
            name="refund_for",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="Paid back for the return"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="refund_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="orders.receipt",
                verbose_name="Paid back of",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="payment_method",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="order",
            name="time_class",
            field=models.CharField(
                blank=True,
                choices=[("URGENT", "Due soon"), ("SHORT", "Short-term"), ("LONG", "Long-term")],
                db_default="",
                default="",
                max_length=6,
                verbose_name="Class by day",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="method",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="receivedshipdate",
            name="why",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("DRAFT", "SUBMITTED", "EFFECTIVE")),
                        models.Q(
                            ("status", "CLOSED"), models.Q(("invoicing", "FULL"), ("signing", "FULL"), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    models.Q(("origin", "HISTORY"), _negated=True),
                ),
                fields=["-priority", "-id"],
                name="order_running",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("set_aside_reason", ""), _negated=True),
                fields=["-order_date", "-id"],
                name="order_set_aside",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("open_doubts__gt", 0)), fields=["-order_date", "-id"], name="order_doubtful"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("open_exceptions__gt", 0)),
                fields=["-order_date", "-id"],
                name="order_with_exception",
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(condition=models.Q(("is_frozen", True)), fields=["order"], name="line_frozen"),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(("close_reason_code", ""), _negated=True), fields=["closed_at"], name="line_let_go"
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("refund_of__isnull", False)), fields=["refund_of"], name="receipt_refund_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["REFUND", "DISHONOUR"]), ("refund_of__isnull", False)),
                    models.Q(models.Q(("kind__in", ["REFUND", "DISHONOUR"]), _negated=True), ("refund_of", None)),
                    _connector="OR",
                ),
                name="receipt_refund",
            ),
        ),
        migrations.AddField(
            model_name="outbounddocument",
            name="wave",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="documents",
                to="orders.pickingwave",
                verbose_name="Picking list",
            ),
        ),
        migrations.AddIndex(
            model_name="outbounddocument",
            index=models.Index(
                condition=models.Q(("status", "DRAFT")), fields=["planned_ship_date", "id"], name="outbound_to_go"
            ),
        ),
        migrations.AddIndex(
            model_name="outbounddocument",
            index=models.Index(
                condition=models.Q(("status", "AUDITED")), fields=["arrival_date", "id"], name="outbound_on_way"
            ),
        ),
    ]
