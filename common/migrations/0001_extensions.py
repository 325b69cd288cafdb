"""The PostgreSQL extensions that searching and range constraints stand on.

All four are trusted: the owner of the database may create them. Where that is not wanted, a
superuser creates them beforehand (docs/operations.md) and this step finds them present.
"""

from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        BtreeGistExtension(),
        UnaccentExtension(),
    ]
