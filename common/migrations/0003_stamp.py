from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("kind", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("value", models.CharField(max_length=32)),
            ],
        ),
    ]
