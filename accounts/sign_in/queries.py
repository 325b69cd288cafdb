"""Reads around the sign-in: who comes, and what comes next."""

from enum import Enum, auto

from accounts.people.models import User
from accounts.second_factor import queries as factors


def find_by_username(username: str) -> User | None:
    """The person of a sign-in name, active or not."""
    return User.objects.filter(username=username, is_system=False).first()


def find_active(user_id: int | None) -> User | None:
    """An active person by id."""
    return User.objects.filter(pk=user_id, is_active=True, is_system=False).first() if user_id else None


class Step(Enum):
    """What comes next on the way in: the second factor, setting one up, a password of one's own, or nothing."""

    SECOND_FACTOR = auto()
    ENROL = auto()
    PASSWORD = auto()
    DONE = auto()


def step_after_password(user: User) -> Step:
    """What comes after the right password: whoever has a second factor is asked for it."""
    return Step.SECOND_FACTOR if factors.has_device(user) else step_inside(user)


def step_inside(user: User) -> Step:
    """What comes first for somebody who proved who he is."""
    if factors.is_required(user) and not factors.has_device(user):
        return Step.ENROL
    return Step.PASSWORD if user.must_change_password else Step.DONE
