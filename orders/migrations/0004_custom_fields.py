
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_role_by_condition"),
        ("common", "0003_stamp"),
        ("customers", "0003_custom_fields"),
        ("orders", "0003_ship_dates"),
        ("products", "0004_custom_fields"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="custom",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="custom",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="order_custom"
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="line_custom"
            ),
        ),
    ]
