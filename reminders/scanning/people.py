"""Who acts for whom, as it stands now: read once for a whole scan, then answered without a statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.people.models import Department, User


@dataclass(frozen=True, slots=True)
class Person:
    """What the engine knows of somebody."""

    pk: int
    is_active: bool
    substitute_id: int | None
    department_id: int | None
    has_mail: bool  # an address, and he wants mail


class Staff:
    """Everybody, and who heads what."""

    def __init__(self, people: Mapping[int, Person], heads: Mapping[int, tuple[int, ...]]):
        self.people, self._heads = people, heads

    def acting(self, user_id: int | None) -> int | None:
        """The person himself while he works here, else his substitute; None where neither does."""
        person = self.people.get(user_id) if user_id else None
        if person is None or person.is_active:
            return person.pk if person else None
        other = self.people.get(person.substitute_id) if person.substitute_id else None
        return other.pk if other is not None and other.is_active else None

    def has_mail(self, user_id: int) -> bool:
        """Whether mail reaches him."""
        person = self.people.get(user_id)
        return person is not None and person.has_mail

    def heads(self, department_id: int | None) -> tuple[int, ...]:
        """The heads from a department up to the root, nearest first; each once, who left replaced by his substitute."""
        return self._heads.get(department_id, ()) if department_id else ()

    def head(self, department_id: int | None, but: Iterable[int] = ()) -> int | None:
        """The nearest of them who is none of ``but``."""
        barred = set(but)
        return next((one for one in self.heads(department_id) if one not in barred), None)

    def department_of(self, user_id: int | None) -> int | None:
        """Where a person works."""
        person = self.people.get(user_id) if user_id else None
        return person.department_id if person else None


def read() -> Staff:
    """As it stands now; two statements."""
    columns = ("pk", "is_active", "substitute_id", "department_id", "email", "wants_mail")
    rows = User.objects.filter(is_system=False).order_by().values_list(*columns)
    people = {
        pk: Person(pk, is_active, substitute_id, department_id, bool(email and wants_mail))
        for pk, is_active, substitute_id, department_id, email, wants_mail in rows
    }
    staff = Staff(people, {})
    departments = list(Department.objects.values_list("pk", "path", "head_id"))
    head_of = {pk: staff.acting(head_id) for pk, _path, head_id in departments}
    heads = {}
    for pk, path, _head in departments:
        way = [int(part) for part in path.split("/") if part][::-1]
        found = [head for step in way if (head := head_of.get(step)) is not None]
        heads[pk] = tuple(dict.fromkeys(found))
    return Staff(people, heads)
