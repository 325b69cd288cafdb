import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("segments", "0001_initial"),
        ("segments", "0002_classification"),
        ("segments", "0003_custom_fields"),
        ("segments", "0004_deviations"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0004_period_close"),
        ("accounts", "__first__"),
        ("common", "0007_signed_links_and_workdays"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("CUSTOMER", "Customer"),
                            ("PRODUCT", "Product"),
                            ("ORDER", "Order"),
                            ("LINE", "Order line"),
                        ],
                        max_length=8,
                        verbose_name="Field of",
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="Key")),
                ("label_zh", models.CharField(max_length=60, verbose_name="Name in Chinese")),
                ("label_en", models.CharField(blank=True, max_length=60, verbose_name="Name in English")),
                ("help_zh", models.CharField(blank=True, max_length=200, verbose_name="Help in Chinese")),
                ("help_en", models.CharField(blank=True, max_length=200, verbose_name="Help in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TEXT", "Text"),
                            ("NUMBER", "Number"),
                            ("DATE", "Date"),
                            ("CHOICE", "Choice"),
                            ("FLAG", "Yes or no"),
                        ],
                        max_length=6,
                        verbose_name="Kind",
                    ),
                ),
                ("longest", models.PositiveSmallIntegerField(default=200, verbose_name="Longest text")),
                ("decimals", models.PositiveSmallIntegerField(default=2, verbose_name="Decimals")),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="Smallest number"
                    ),
                ),
                (
                    "maximum",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="Largest number"
                    ),
                ),
                ("options", models.JSONField(blank=True, default=list, verbose_name="Choices")),
                ("is_required", models.BooleanField(default=False, verbose_name="Required")),
                ("is_commercial", models.BooleanField(default=False, verbose_name="Commercial")),
                ("default", models.JSONField(blank=True, null=True, verbose_name="Default")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Place")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="Created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="Changed")),
            ],
            options={
                "verbose_name": "custom field",
                "verbose_name_plural": "custom fields",
                "ordering": ["subject", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "key"), name="custom_field_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_commercial", False), ("subject__in", ["ORDER", "LINE"]), _connector="OR"
                        ),
                        name="custom_field_commercial",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="Number")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Draft"), ("ACTIVE", "In force"), ("RETIRED", "Retired")],
                        default="DRAFT",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="What changed")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("activated_at", models.DateTimeField(null=True, verbose_name="In force since")),
                ("retired_at", models.DateTimeField(null=True, verbose_name="In force until")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "activated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Put in force by",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="common.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the rules",
                "verbose_name_plural": "versions of the rules",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ACTIVE")), fields=("state",), name="rule_version_one_active"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DRAFT")), fields=("state",), name="rule_version_one_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activated_at__isnull", True), ("state", "DRAFT")),
                            models.Q(
                                ("activated_at__isnull", False), ("retired_at__isnull", True), ("state", "ACTIVE")
                            ),
                            models.Q(
                                ("activated_at__isnull", False), ("retired_at__isnull", False), ("state", "RETIRED")
                            ),
                            _connector="OR",
                        ),
                        name="rule_version_moments",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, verbose_name="Key")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("customer.code", "Customer code"),
                            ("customer.name", "Customer name"),
                            ("customer.territory", "Department in charge"),
                            ("product.code", "Product code"),
                            ("product.name", "Product name"),
                            ("product.specification", "Specification"),
                            ("product.auxiliary_attribute", "Auxiliary attribute"),
                        ],
                        max_length=40,
                        verbose_name="Field",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PREFIX", "starts with"),
                            ("RANGE", "from – to"),
                            ("CONTAINS", "contains"),
                            ("MARK", "has the mark"),
                            ("PATTERN", "is made like"),
                            ("OTHERWISE", "nothing else of the group"),
                            ("CHECK", "tags of other rules"),
                        ],
                        max_length=10,
                        verbose_name="How it looks",
                    ),
                ),
                (
                    "operands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None, verbose_name="Values"
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Tags",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="Group")),
                (
                    "when",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Only if",
                    ),
                ),
                (
                    "unless",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Not if",
                    ),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Deviations where it holds",
                    ),
                ),
                (
                    "misfit_flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Deviations where the text does not fit",
                    ),
                ),
                (
                    "empty_flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Deviations where there is no text",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="Sequence")),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="segments.ruleversion",
                        verbose_name="Version of the rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "classification rule",
                "verbose_name_plural": "classification rules",
                "ordering": ["sequence", "id"],
                "constraints": [models.UniqueConstraint(fields=("rules", "key"), name="classification_rule_key")],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, editable=False, max_length=40, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="What it is for")),
                (
                    "level",
                    models.CharField(
                        choices=[("ORDER", "Orders"), ("LINE", "Order lines")],
                        max_length=5,
                        verbose_name="Orders or order lines",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("PERSON", "Only its owner"),
                            ("DEPARTMENT", "Department and below"),
                            ("COMPANY", "Whole company"),
                        ],
                        default="PERSON",
                        max_length=10,
                        verbose_name="For whom",
                    ),
                ),
                ("rows", models.JSONField(verbose_name="Condition")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), editable=False, size=None),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="Revision")),
                ("is_active", models.BooleanField(default=True, editable=False, verbose_name="Active")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="Created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="Changed")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.department",
                        verbose_name="Department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved condition",
                "verbose_name_plural": "saved conditions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="segment_code"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("audience", "DEPARTMENT"), ("is_active", True)),
                        fields=("department", "name"),
                        name="segment_department_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("audience", "COMPANY"), ("is_active", True)),
                        fields=("name",),
                        name="segment_company_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "PERSON"), ("department__isnull", True), ("owner__isnull", False)),
                            models.Q(("audience", "DEPARTMENT"), ("department__isnull", False)),
                            models.Q(("audience", "COMPANY"), ("department__isnull", True)),
                            _connector="OR",
                        ),
                        name="segment_holder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.role",
                        verbose_name="Role",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_scopes",
                        to="segments.segment",
                        verbose_name="Saved condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "orders that a role reaches",
                "verbose_name_plural": "orders that roles reach",
            },
        ),
        migrations.CreateModel(
            name="SegmentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(verbose_name="Revision")),
                ("rows", models.JSONField(verbose_name="Condition")),
                ("at", models.DateTimeField(verbose_name="Since")),
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
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="segments.segment",
                        verbose_name="Saved condition",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a saved condition",
                "verbose_name_plural": "revisions of a saved condition",
                "ordering": ["-revision"],
                "constraints": [models.UniqueConstraint(fields=("segment", "revision"), name="segment_revision_once")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("TAG", "Tag"), ("GROUP", "Group"), ("FLAG", "Deviation")],
                        default="TAG",
                        max_length=5,
                        verbose_name="Kind",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="Code")),
                (
                    "thing",
                    models.CharField(
                        blank=True,
                        choices=[("customer", "Customer"), ("product", "Product")],
                        max_length=10,
                        verbose_name="Of what",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="Group")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("english_name", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tags",
                        to="segments.ruleversion",
                        verbose_name="Version of the rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag of the rules",
                "verbose_name_plural": "tags of the rules",
                "ordering": ["kind", "id"],
                "constraints": [models.UniqueConstraint(fields=("rules", "kind", "code"), name="rule_tag_code")],
            },
        ),
    ]
