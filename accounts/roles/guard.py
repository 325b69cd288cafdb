"""The company can never lock itself out: somebody who may manage roles and people always remains."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.roles.models import Scope
from common import errors, locks

_NEEDED = ("role.manage", "user.manage")


@contextmanager
def keep_an_administrator() -> Iterator[None]:
    """Wrap a change that may take rights away. Changes of rights run one at a time.

    Raises Conflict when nobody active would be left who holds both rights over everybody.
    """
    locks.wait_for(locks.Lock.RIGHTS)
    had = _administrators_exist()
    yield
    if had and not _administrators_exist():
        raise errors.Conflict(
            _("Nobody would be left who may manage roles and people. Give these rights to somebody else first."),
            code="last_administrator",
        )


def _administrators_exist() -> bool:
    people = User.objects.filter(is_active=True, is_system=False)
    for verb in _NEEDED:
        people = people.filter(
            user_roles__role__is_active=True,
            user_roles__role__grants__verb=verb,
            user_roles__role__grants__scope=Scope.ALL,
        )
    return people.exists()
