"""Reference rows that the software itself needs: shipped roles, currencies, order types, system users.

Each app registers one idempotent seeder; all of them run after every migration and after a flush.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from common.registry import Registry

seeders: Registry[Callable[[datetime], None]] = Registry("common.reference.seeders")
# English names of seeded rows (marked with gettext_noop), name -> name
shipped_names: Registry[str] = Registry("common.reference.names")


def seed_reference(*, at: datetime) -> None:
    """Add what is missing, floor by floor; never overwrites what an administrator changed."""
    with transaction.atomic():
        for seed in seeders.values():
            seed(at)


def ship_names(names: Iterable[str]) -> None:
    """Declare the English names that an app seeds rows with."""
    for name in names:
        shipped_names.register(name, name)


def shown(name: str) -> str:
    """A row's name as people read it: in their language while it is one that we ship; what a company calls it
    itself stays as it is."""
    return gettext(name) if name in shipped_names else name


def shipped_like(typed: str) -> list[str]:
    """The shipped names, as they are stored, that have ``typed`` in them in any of our languages."""
    typed = typed.lower()
    wanted = {stored for shown_name, stored in translations().items() if typed in shown_name}
    return [name for name in shipped_names if name.lower() in wanted]


def translations() -> dict[str, str]:
    """{shipped name in any of our languages: as it is stored}, both in lower case: how files may write it."""
    found: dict[str, str] = {}
    for code, _label in settings.LANGUAGES:
        with override(code):
            found.update((gettext(name).lower(), name.lower()) for name in shipped_names)
    return found
