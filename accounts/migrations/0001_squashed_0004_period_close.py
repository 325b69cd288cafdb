import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_role_by_condition"),
        ("accounts", "0003_fewer_indexes"),
        ("accounts", "0004_period_close"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("description", models.TextField(blank=True, verbose_name="Duties")),
                ("is_shipped", models.BooleanField(default=False, editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                (
                    "by_condition",
                    models.BooleanField(default=False, editable=False, verbose_name="Reaches by a condition"),
                ),
            ],
            options={
                "verbose_name": "role",
                "verbose_name_plural": "roles",
            },
        ),
        migrations.CreateModel(
            name="SeededRight",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="TrailSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField(unique=True)),
                ("row_count", models.BigIntegerField()),
                ("row_marks", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "search_grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True, verbose_name="Sign-in name")),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="Phone")),
                ("job_title", models.CharField(blank=True, max_length=60, verbose_name="Job title")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("is_system", models.BooleanField(default=False, editable=False, verbose_name="System user")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="Must change the password")),
                ("left_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Left at")),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="Language")),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the computer"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=6,
                        verbose_name="Theme",
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("compact", "Compact"), ("default", "Default"), ("loose", "Loose")],
                        default="default",
                        max_length=8,
                        verbose_name="Row height",
                    ),
                ),
                ("single_keys", models.BooleanField(default=True, verbose_name="Single-letter shortcuts")),
                ("wants_mail", models.BooleanField(default=True, verbose_name="Messages by mail")),
                ("joined_at", models.DateTimeField(editable=False, verbose_name="Since")),
                (
                    "last_sign_in_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Last sign-in"),
                ),
                ("session_epoch", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stands_in_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Substitute",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search_grams"], name="user_grams")],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("prefix", models.CharField(max_length=12, verbose_name="Begins with")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("scopes", models.JSONField(blank=True, default=list, verbose_name="Scopes")),
                ("created_at", models.DateTimeField(verbose_name="Created")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="Expires")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="Last used")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="Revoked")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
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
                        verbose_name="Kind",
                    ),
                ),
                ("is_region", models.BooleanField(default=False, verbose_name="Is a region")),
                ("is_active", models.BooleanField(default=True, verbose_name="Active")),
                ("path", models.CharField(default="", editable=False, max_length=200)),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="heads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Head",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.department",
                        verbose_name="Parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "indexes": [models.Index(fields=["path"], name="department_path", opclasses=["text_pattern_ops"])],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("message", models.CharField(max_length=200)),
                ("parameters", models.JSONField(default=dict)),
                ("subject_type", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="notification_user"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["user"], name="notification_unread"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CLOSED", "Month closed"), ("REOPENED", "Month reopened")],
                        max_length=8,
                        verbose_name="Step",
                    ),
                ),
                ("month", models.DateField(verbose_name="Month")),
                ("closed_until", models.DateField(null=True, verbose_name="Closed until")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
                ("at", models.DateTimeField(verbose_name="When")),
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
            ],
            options={
                "verbose_name": "step of the period close",
                "verbose_name_plural": "steps of the period close",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_until__isnull", False), ("kind", "CLOSED")),
                            models.Q(("kind", "REOPENED"), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="period_step_says",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                ("value", models.JSONField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="preference_once")],
            },
        ),
        migrations.CreateModel(
            name="FieldRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60, verbose_name="Field")),
                (
                    "effect",
                    models.CharField(
                        choices=[("HIDE", "Hidden"), ("MASK", "Masked")], max_length=4, verbose_name="Effect"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_rules",
                        to="accounts.role",
                        verbose_name="Role",
                    ),
                ),
            ],
            options={
                "verbose_name": "field rule",
                "verbose_name_plural": "field rules",
                "constraints": [models.UniqueConstraint(fields=("role", "field"), name="role_field_once")],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=60, verbose_name="Right")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("OWN", "Own"),
                            ("DEPARTMENT", "Department"),
                            ("BELOW", "Department and below"),
                            ("REGION", "Region"),
                            ("ALL", "All"),
                        ],
                        default="ALL",
                        max_length=10,
                        verbose_name="Scope",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="accounts.role",
                        verbose_name="Role",
                    ),
                ),
            ],
            options={
                "verbose_name": "right",
                "verbose_name_plural": "rights",
                "constraints": [models.UniqueConstraint(fields=("role", "verb"), name="role_verb_once")],
            },
        ),
        migrations.CreateModel(
            name="TrailRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("transaction_id", models.BigIntegerField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("door", models.CharField(blank=True, max_length=12)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.TextField()),
                ("operation", models.CharField(max_length=1)),
                ("changes", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["table_name", "row_id", "id"], name="trail_object"),
                    models.Index(fields=["transaction_id"], name="trail_transaction"),
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["at"], name="trail_time", pages_per_range=16
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to="accounts.role",
                        verbose_name="Role",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="user_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "role of a person",
                "verbose_name_plural": "roles of people",
                "constraints": [models.UniqueConstraint(fields=("user", "role"), name="user_role_once")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("file", models.FileField(upload_to="attachments/%Y/%m")),
                ("name", models.CharField(max_length=200, verbose_name="File name")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="Kind")),
                ("size", models.PositiveBigIntegerField(verbose_name="Size")),
                ("content_type", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject_type", "subject_id", "id"], name="attachment_subject")],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("text", models.TextField(verbose_name="Comment")),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentions",
                    models.ManyToManyField(blank=True, related_name="mentioned_in", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject_type", "subject_id", "id"], name="comment_subject")],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="accounts.department",
                verbose_name="Department",
            ),
        ),
    ]
