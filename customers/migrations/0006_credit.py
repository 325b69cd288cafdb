import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("customers", "0005_paper_language"),
    ]

    operations = [
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
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gradings",
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
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Proposed by",
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
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_limits",
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
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Proposed by",
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
        migrations.AddField(
            model_name="customer",
            name="billing_rule",
            field=models.CharField(
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
        migrations.AddField(
            model_name="customer",
            name="credit_grade",
            field=models.CharField(
                blank=True,
                choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                db_default="",
                default="",
                editable=False,
                max_length=1,
                verbose_name="Credit grade",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="credit_stop_reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="Reason of the credit stop"
            ),
        ),
        migrations.AlterField(
            model_name="customernote",
            name="kind",
            field=models.CharField(
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
    ]
