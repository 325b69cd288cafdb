
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("segments", "0002_classification"),
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
    ]
