"""What a person chooses for himself. No right is needed: it touches nobody else."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.people import queries
from accounts.people.models import Preference, User
from common import errors
from common.operation import operation

_CHOICES: dict[str, set[Any]] = {
    "language": {code for code, _name in settings.LANGUAGES},
    "theme": set(User.Theme.values),
    "density": set(User.Density.values),
    "single_keys": {True, False},
    "wants_mail": {True, False},
}
_MAX_SIZE = 20_000


@operation
def update_preferences(*, actor: User, changes: dict[str, Any], at: datetime) -> User:
    """Set one's language, theme, density, single_keys or wants_mail. Raises Invalid."""
    wrong = [name for name, value in changes.items() if value not in _CHOICES.get(name, ())]
    if wrong:
        raise errors.Invalid(fields={name: [_("Choose one of those offered.")] for name in wrong})
    user = queries.lock_any_person(user_id=actor.pk)
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes))
    return user


@operation
def remember(*, actor: User, key: str, value: Any, at: datetime) -> None:
    """Keep a small JSON value for a person: columns of a list, saved filters. None forgets it."""
    if value is None:
        Preference.objects.filter(user=actor, key=key).delete()
        return
    if len(key) > 80 or len(json.dumps(value)) > _MAX_SIZE:
        raise errors.Invalid(fields={"value": [_("This is too long to be kept.")]})
    Preference.objects.update_or_create(user=actor, key=key, defaults={"value": value})
