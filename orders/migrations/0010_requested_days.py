from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_lines_with_extras")]

    operations = [
        migrations.AddIndex(model_name="order", index=models.Index(fields=["requested_date"], name="order_by_request")),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                fields=["requested_date"], name="line_by_request", condition=models.Q(requested_date__isnull=False)
            ),
        ),
    ]
