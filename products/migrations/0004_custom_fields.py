
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0003_classification"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="custom",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, editable=False, verbose_name="Custom fields"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True), fields=["custom"], name="product_custom"
            ),
        ),
    ]
