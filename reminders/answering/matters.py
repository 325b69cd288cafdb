"""What somebody answers is a matter: all reminders of one rule about one object and moment that went to him."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from accounts.people.models import User
from common import errors
from reminders.reminder.models import Reminder

MOST = 500  # reminders answered at once
Matter = tuple[int, str, int, object]


def matter_of(one: Reminder) -> Matter:
    """What tells it from other matters of the same reader."""
    return one.rule_id, one.subject_type, one.subject_id, one.due


def of_same_matter(rows: QuerySet[Reminder]) -> Exists:
    """Whether one of ``rows`` is of the same matter and reader."""
    same = {name: OuterRef(name) for name in ("rule", "subject_type", "subject_id", "due", "user")}
    return Exists(rows.filter(**same))


def lock(actor: User, reminder_ids: Collection[int]) -> list[list[Reminder]]:
    """The matters of these reminders of the actor, each with all its rows, the oldest first, locked. Raises NotFound
    where one is not his, Invalid for too many at once."""
    wanted = set(reminder_ids)
    if len(wanted) > MOST:
        raise errors.Invalid(fields={"ids": [str(MOST)]})
    mine = Reminder.objects.filter(user=actor)
    chosen = mine.filter(pk__in=wanted)
    if not wanted or chosen.count() < len(wanted):
        raise errors.NotFound()
    rows = mine.filter(of_same_matter(chosen)).order_by("pk").select_for_update(no_key=True, of=("self",))
    return _by_matter(rows)


def _by_matter(rows: Iterable[Reminder]) -> list[list[Reminder]]:
    found: defaultdict[Matter, list[Reminder]] = defaultdict(list)
    for one in rows:
        found[matter_of(one)].append(one)
    return list(found.values())
