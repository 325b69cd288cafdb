"""People for tests, made by the operations themselves. A cast of three: owner, team mate, stranger."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.people import operations, queries
from accounts.people.models import Department, User
from accounts.tests.remembered import remembered

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, nine o'clock in Shanghai
PASSWORD = "weigh-it-right-26"
_serial = itertools.count(1)


def make_department(
    name: str = "", *, kind: str = "SALES", parent: Department | None = None, head: User | None = None, **options: Any
) -> Department:
    """A department; code and name are made up where not given."""
    n = next(_serial)
    return operations.create_department(
        actor=queries.system_user(),
        code=options.pop("code", f"D{n}"),
        name=name or f"Department {n}",
        kind=kind,
        parent_id=parent.pk if parent else None,
        head_id=head.pk if head else None,
        at=options.pop("at", AT),
        **options,
    )


def make_user(role: str | None = "sales", *, department: Department | None = None, **options: Any) -> User:
    """An active person with one shipped role (or ``roles=[…]``, or ``role=None``) and a department of his
    own where none is given. Signs in with PASSWORD."""
    n = next(_serial)
    roles = options.pop("roles", [role] if role else [])
    return operations.create_user(
        actor=queries.system_user(),
        username=options.pop("username", f"user{n}"),
        name=options.pop("name", f"Person {n}"),
        password=options.pop("password", PASSWORD),
        must_change_password=options.pop("must_change_password", False),
        department_id=(department or make_department()).pk,
        roles=roles,
        language=options.pop("language", "en"),
        at=options.pop("at", AT),
        **options,
    )


@dataclass(frozen=True)
class Cast:
    """Three people of the same role: ``mate`` works in the owner's department, ``stranger`` elsewhere."""

    department: Department
    owner: User
    mate: User
    stranger: User


def make_cast(role: str = "sales") -> Cast:
    """Owner, team mate and stranger."""
    return remembered(f"cast of {role}", lambda: _make_cast(role))


def _make_cast(role: str) -> Cast:
    department = make_department()
    return Cast(
        department=department,
        owner=make_user(role, department=department),
        mate=make_user(role, department=department),
        stranger=make_user(role),
    )
