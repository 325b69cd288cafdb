import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_fewer_indexes"),
    ]

    operations = [
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
    ]
