"""Every read of people and departments."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import Department, Preference, User, UserRole
from accounts.roles.verbs import RoleCode
from common import errors, stamps, text

SYSTEM_USERNAME = "system"
# touched when departments change, who leads them, the name of somebody, or who stands in for whom (``common.stamps``)
STAMP = "people"


def seed_system_user(at: datetime) -> None:
    """The named user as whom the machine acts; it has no password and nobody can sign in as it."""
    if User.objects.filter(username=SYSTEM_USERNAME).exists():
        return
    user = User(username=SYSTEM_USERNAME, name="System", is_system=True, joined_at=at)
    user.set_unusable_password()
    user.set_search(user.username, user.name)
    user.save(force_insert=True)


def seed_stamp(at: datetime) -> None:
    """Where departments stand already that were made before changes of theirs left a mark, leave the first one."""
    if stamps.latest(STAMP) is None and Department.objects.exists():
        stamps.touch(STAMP)


def system_user() -> User:
    """The machine as an actor. Holds every right; what it does is in the trail under its name."""
    return User.objects.get(username=SYSTEM_USERNAME)


def people() -> QuerySet[User]:
    """Everybody but the machine, with department: names are no secret inside the company."""
    return User.objects.filter(is_system=False).select_related("department").order_by("name", "id")


def active_people() -> QuerySet[User]:
    """The people who work here now."""
    return people().filter(is_active=True)


def staff() -> QuerySet[User]:
    """The people who work here now, without the accounts by which other systems call us."""
    systems = UserRole.objects.filter(role__code=RoleCode.API_CLIENT)
    more = UserRole.objects.filter(role__is_active=True).exclude(role__code=RoleCode.API_CLIENT)
    return active_people().exclude(Q(pk__in=systems.values("user_id")) & ~Q(pk__in=more.values("user_id")))


def find_people(query: str, limit: int = 20) -> list[User]:
    """Active people whose name, pinyin or sign-in name contains the words of ``query``."""
    return list(text.search(active_people(), query)[:limit])


def find_one(text_: str) -> User | None:
    """Somebody by his sign-in name, or by his name where no other has it; None where that names nobody, or several."""
    named = people().filter(username=text_.lower()).first()
    if named is None:
        several = list(people().filter(name=text_)[:2])
        named = several[0] if len(several) == 1 else None
    return named


def get_person(user_id: int) -> User:
    """A person by id, active or not. Raises NotFound, also for the machine."""
    person = people().filter(pk=user_id).first()
    if person is None:
        raise errors.NotFound()
    return person


def get_active_person(user_id: int, field: str) -> User:
    """A person who works here, for a form's ``field``. Raises Invalid."""
    person = active_people().filter(pk=user_id).first()
    if person is None:
        raise errors.Invalid(fields={field: [_("Choose somebody who works here.")]})
    return person


def managed_by(actor: User) -> QuerySet[User]:
    """The people whom ``actor`` may manage."""
    everybody = User.objects.filter(is_system=False)
    return policies.visible(everybody, actor, "user.manage", owners=["id"], department="department_id")


def departments_managed_by(actor: User) -> QuerySet[Department]:
    """The departments whose people ``actor`` may manage."""
    return policies.visible(Department.objects.all(), actor, "user.manage", department="id")


def lock_person(*, actor: User, user_id: int) -> User:
    """Lock a person whom ``actor`` may manage. Raises NotFound."""
    person = managed_by(actor).filter(pk=user_id).select_for_update(no_key=True, of=("self",)).first()
    if person is None:
        raise errors.NotFound()
    return person


def lock_any_person(*, user_id: int) -> User:
    """Lock a person for an operation that asks for its right itself. Raises NotFound."""
    person = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk=user_id, is_system=False).first()
    if person is None:
        raise errors.NotFound()
    return person


def lock_people(user_ids: Collection[int]) -> None:
    """Lock several people for an operation that reads them afterwards, always in the same order."""
    list(User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=user_ids).order_by("pk"))


def name_of(column: str) -> Subquery:
    """The name of the person whose bare id stands in a column of another table, to annotate its rows with."""
    return Subquery(User.objects.filter(pk=OuterRef(column)).values("name")[:1])


def holds(user: User, verb: str) -> bool:
    """Whether an active role of ``user`` grants ``verb``, even while he himself is not active."""
    return user.user_roles.filter(role__is_active=True, role__grants__verb=verb).exists()


def department_is_open(department_id: int) -> bool:
    """Whether the department exists and takes people."""
    return Department.objects.filter(pk=department_id, is_active=True).exists()


def list_departments() -> list[Department]:
    """The whole tree, parents before children, siblings by code."""
    rows = list(Department.objects.select_related("head", "parent"))
    children: dict[int | None, list[Department]] = {}
    for row in sorted(rows, key=lambda row: row.code):
        children.setdefault(row.parent_id, []).append(row)
    ordered: list[Department] = []

    def walk(parent_id: int | None) -> None:
        for row in children.get(parent_id, ()):
            ordered.append(row)
            walk(row.pk)

    walk(None)
    return ordered


def get_department(department_id: int) -> Department:
    """A department by id. Raises NotFound."""
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise errors.NotFound()
    return department


def ids_from_root(department: Department) -> list[int]:
    """The ids on the way from the root to the department, itself last."""
    return [int(part) for part in department.path.split("/") if part]


def heads_above(department_id: int | None) -> list[User]:
    """The heads from a department up to the root, nearest first; a head who left is replaced by his
    substitute, or left out. Nobody comes twice."""
    department = Department.objects.filter(pk=department_id).first() if department_id else None
    if department is None:
        return []
    way = ids_from_root(department)[::-1]
    found = {row.pk: row for row in Department.objects.filter(pk__in=way).select_related("head__substitute")}
    heads: dict[int, User] = {}
    for head in (found[pk].head for pk in way if pk in found):
        person = head if head is None or head.is_active else head.substitute
        if person is not None and person.is_active:
            heads.setdefault(person.pk, person)
    return list(heads.values())


def people_of_kinds(kinds: Collection[str]) -> QuerySet[User]:
    """Active people of all departments of these kinds: whom a change concerns (R071)."""
    return active_people().filter(department__kind__in=kinds, department__is_active=True)


def holders(verb: str) -> QuerySet[User]:
    """Active people who hold ``verb`` in any scope."""
    return active_people().filter(user_roles__role__is_active=True, user_roles__role__grants__verb=verb).distinct()


def by_usernames(usernames: Collection[str]) -> QuerySet[User]:
    """Active people by their sign-in names."""
    return active_people().filter(Q(username__in=[name.lower() for name in usernames]))


def preferences(user: User, prefix: str) -> dict[str, Any]:
    """Everything that a person asked to be remembered under keys that begin with ``prefix``, oldest first."""
    rows = Preference.objects.filter(user=user, key__startswith=prefix).order_by("pk")
    return dict(rows.values_list("key", "value"))


def preference(user: User, key: str, default: Any = None) -> Any:
    """What a person asked to be remembered under ``key`` (``operations.remember``)."""
    found = Preference.objects.filter(user=user, key=key).values_list("value", flat=True).first()
    return default if found is None else found


def person_name(person_id: int) -> str:
    """The name of a person, which is no secret inside the company; "" where there is none."""
    return User.objects.filter(pk=person_id).values_list("name", flat=True).first() or ""


def department_name(department_id: int) -> str:
    """The name of a department; "" where there is none."""
    return Department.objects.filter(pk=department_id).values_list("name", flat=True).first() or ""
