from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='by_condition',
            field=models.BooleanField(default=False, editable=False, verbose_name='Reaches by a condition'),
        ),
    ]
