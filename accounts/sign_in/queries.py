"""Reads around the sign-in."""

from accounts.people.models import User


def find_by_username(username: str) -> User | None:
    """The person of a sign-in name, active or not."""
    return User.objects.filter(username=username, is_system=False).first()


def find_active(user_id: int | None) -> User | None:
    """An active person by id."""
    return User.objects.filter(pk=user_id, is_active=True, is_system=False).first() if user_id else None
