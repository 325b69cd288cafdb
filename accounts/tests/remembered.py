"""People that many tests begin with are made by the operations once a process, then put back as they were.

Making the cast of an order takes the operations 150 statements, half the time of most tests. The rows are read
after the first making; a later test that is rolled back gets the same rows with the same keys, as if it were the
first. Keys never meet others: the first test was rolled back too, and sequences only go on.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from accounts.people import queries
from accounts.people.models import Department, User, UserRole
from common import stamps
from common.models import Event, Stamp
from common.operation import in_operation

T = TypeVar("T")
_MODELS = (Department, User, UserRole, Event)
_WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@dataclass(frozen=True)
class _Memory:
    made: Any
    rows: list[tuple[type[Model], list[Model]]]
    machine: int  # after a flush the reference rows are others, and what hangs on them is forgotten
    first: int  # a person of this cast: where he is, it stands in this database already


_memories: dict[str, _Memory] = {}


def remembered(key: str, make: Callable[[], T], *, once: bool = False) -> T:
    """What ``make`` makes: a dataclass whose fields are departments and people, with their roles and events.

    Made anew where rows stay (a test with real transactions) and for the second of a kind in one test, unless ``once``:
    then the same people come again. Raises AssertionError when ``make`` writes what is not remembered.
    """
    if not connection.in_atomic_block:
        return make()
    machine = queries.system_user().pk
    memory = _memories.get(key)
    if memory is not None and memory.machine == machine:
        if User.objects.filter(pk=memory.first).exists():
            return copy.deepcopy(memory.made) if once else make()
        in_operation(machine, lambda: _put_back(memory))
        return copy.deepcopy(memory.made)
    writes: set[str] = set()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.execute_wrapper(_listen(writes)):
        made = make()
    known = {model._meta.db_table for model in (*_MODELS, Stamp)}
    assert writes <= known, f"this is not remembered: {writes}"
    _memories[key] = _remember(made, last, machine)
    return made


def _listen(writes: set[str]) -> Callable[..., Any]:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            writes.add(found[1])
        return execute(sql, params, many, context)

    return wrapper


def _remember(made: Any, last_event: int, machine: int) -> _Memory:
    cast = [getattr(made, field.name) for field in fields(made)]
    people = [row.pk for row in cast if isinstance(row, User)]
    events = Event.objects.filter(pk__gt=last_event).order_by("pk")
    roles = UserRole.objects.filter(user_id__in=people).order_by("pk")
    users = User.objects.filter(pk__in=people).order_by("pk")
    # also those that no field names: each person's own department
    named = {row.pk for row in cast if isinstance(row, Department)} | {
        row.department_id for row in users if row.department_id
    }
    departments = Department.objects.filter(pk__in=named).order_by("pk")
    kept: tuple[Any, ...] = (departments, users, roles, events)
    rows: list[tuple[Any, list[Any]]] = [(one.model, list(one)) for one in kept]
    return _Memory(copy.deepcopy(made), rows, machine, people[0])


def _put_back(memory: _Memory) -> None:
    for model, rows in memory.rows:
        model._base_manager.bulk_create([copy.copy(row) for row in rows])
    stamps.touch(queries.STAMP)
