"""Reference rows that the software itself needs: shipped roles, currencies, order types, system users.

Each app registers one idempotent seeder; all of them run after every migration and after a flush.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from common.registry import Registry

seeders: Registry[Callable[[datetime], None]] = Registry("common.reference.seeders")


def seed_reference(*, at: datetime) -> None:
    """Add what is missing, floor by floor; never overwrites what an administrator changed."""
    with transaction.atomic():
        for seed in seeders.values():
            seed(at)
