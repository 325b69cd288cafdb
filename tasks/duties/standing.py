"""Who answers for which stage, and who leads the departments, as every process keeps it: read once for each change of
it (``common.stamps``), so that to say who answers for an order costs no statement."""

from collections.abc import Container
from dataclasses import dataclass
from itertools import takewhile

from accounts.people import queries as people
from accounts.people.models import Department, User
from common import reference, stamps
from tasks.duties.models import StageDuty

STAMP = "duties"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is named in a duty or leads a department; ``stand_in``: who does it when he left."""

    pk: int
    username: str
    name: str
    is_active: bool
    stand_in: "Person | None" = None

    @property
    def acting(self) -> "Person | None":
        """Who does it now: he himself, else his substitute; None where neither works here."""
        found = self if self.is_active else self.stand_in
        return found if found is not None and found.is_active else None


@dataclass(frozen=True, slots=True)
class Place:
    """A department."""

    pk: int
    code: str
    name: str
    kind: str
    path: str
    is_active: bool
    head: Person | None


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in use; ``area``: the path of the department for whose orders it counts, "" for all."""

    stage: str
    department_kind: str
    area: str
    person: Person | None
    text: str

    @property
    def words(self) -> str:
        """What is to be done, in the reader's language where the software shipped the words."""
        return reference.shown(self.text) if self.text else ""

    @property
    def kind_label(self) -> str:
        """The kind of department in words."""
        return str(Department.Kind(self.department_kind).label)


@dataclass(frozen=True)
class Standing:
    """All duties in use, the nearest area first, and all departments by key."""

    duties: tuple[Duty, ...]
    places: dict[int, Place]

    def duty_of(self, stage: str, department_id: int | None) -> Duty | None:
        """The duty in force for orders of a department in a stage: that of the nearest area above it, else the
        company's."""
        path = self._path(department_id)
        return next((one for one in self.duties if one.stage == stage and path.startswith(one.area)), None)

    def place_for(self, duty: Duty, department_id: int | None) -> Place | None:
        """The department of the duty's kind that is nearest to an order's own in the tree."""
        path = self._path(department_id)
        rows = [one for one in self.places.values() if one.is_active and one.kind == duty.department_kind]
        return min(rows, key=lambda one: (-_shared(one.path, path), one.path.count("/"), one.pk), default=None)

    def _path(self, department_id: int | None) -> str:
        place = self.places.get(department_id) if department_id else None
        return place.path if place else ""


def _shared(one: str, other: str) -> int:
    """How many departments two paths have in common from the root."""
    both = zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1] != "", both)))


_kept: tuple[tuple[str | None, str | None], Standing] | None = None


def now() -> Standing:
    """How it stands. Two statements after a change of duties, departments or who leads them, else none; while no
    department was ever changed there is nothing to tell a change by, and it is read each time."""
    global _kept
    key = (stamps.latest(STAMP), stamps.latest(people.STAMP))
    if _kept is not None and _kept[0] == key:
        return _kept[1]
    found = _read()
    if key[1] is not None:
        _kept = (key, found)
    return found


def _read() -> Standing:
    rows = StageDuty.objects.filter(is_active=True).select_related("person__substitute", "area").order_by("pk")
    duties = [
        Duty(one.stage, one.department_kind, one.area.path if one.area else "", _person(one.person), one.duty)
        for one in rows
    ]
    departments = Department.objects.select_related("head__substitute")
    places = {
        one.pk: Place(one.pk, one.code, one.name, one.kind, one.path, one.is_active, _person(one.head))
        for one in departments
    }
    return Standing(tuple(sorted(duties, key=lambda one: -len(one.area))), places)


def _person(user: User | None) -> Person | None:
    return _plain(user, _plain(user.substitute)) if user else None


def _plain(user: User | None, stand_in: Person | None = None) -> Person | None:
    return Person(user.pk, user.username, user.name, user.is_active, stand_in) if user else None


def held_by(person_ids: Container[int]) -> list[Duty]:
    """The duties in use in which one of these people is named."""
    return [one for one in now().duties if one.person is not None and one.person.pk in person_ids]
