"""Codes and names of the API against rows, and rows as the API writes them."""

from typing import Any

from rest_framework.request import Request

from accounts.people.models import Department, User
from common import errors
from common.money import plain
from tasks.board import busy, diary, queries


def person(actor: User, username: str) -> User:
    """Whose calendar: by sign-in name, without one the actor's. Raises NotFound."""
    if not username:
        return actor
    pk = User.objects.filter(username=username).values_list("pk", flat=True).first()
    if pk is None:
        raise errors.NotFound()
    return diary.person_for(actor, pk)


def department(code: str) -> int | None:
    """A department by its code. Raises NotFound."""
    if not code:
        return None
    pk = Department.objects.filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise errors.NotFound()
    return pk


def day(found: diary.Day) -> dict[str, Any]:
    """A day of a calendar."""
    return {
        "day": found.day,
        "is_workday": found.is_workday,
        "hours": plain(found.load.hours),
        "capacity": plain(found.load.capacity),
        "is_away": bool(found.away),
        "tasks": [_entry(one) for one in found.entries],
    }


def _entry(one: diary.Entry) -> dict[str, Any]:
    return {
        "id": one.task.pk,
        "title": one.task.title,
        "order": one.task.order.reference,
        "state": one.task.state,
        "hours": plain(one.hours),
        "begins": one.begins,
        "ends": one.ends,
        "late": one.late,
    }


def loads(sheet: busy.Sheet) -> dict[str, Any]:
    """Loads: each department before its people."""
    lines = []
    for group in sheet.groups:
        code = group.department.code if group.department is not None else ""
        for line in filter(None, (group.line, *group.people)):
            lines.append(_line(line, code))
    return {"first": sheet.first, "last": sheet.last, "lines": lines}


def _line(line: busy.Line, code: str) -> dict[str, Any]:
    return {
        "department": code,
        "person": line.person.get_username() if line.person is not None else "",
        "hours": plain(line.total.hours),
        "capacity": plain(line.total.capacity),
        "steps": [
            {"day": cell.day, "hours": plain(cell.load.hours), "capacity": plain(cell.load.capacity)}
            for cell in line.cells
        ],
    }


def feed(link: Any, request: Request) -> dict[str, Any]:
    """The address of a calendar."""
    path = queries.path_of(link) if link is not None else ""
    return {
        "url": request.build_absolute_uri(path) if path else "",
        "shows": queries.shown_of(link) if link is not None else [],
        "issued_at": link.issued_at if link is not None else None,
        "valid_until": link.valid_until if link is not None else None,
    }
