"""Who is meant: people who work here, in place of one who left his substitute; who answers for an order's stage."""

from collections.abc import Iterable

from accounts.people.models import User
from tasks.duties import answering, standing


class Staff:
    """Everybody as he stands now, read in one statement; who answers for a stage is asked once for each department."""

    def __init__(self) -> None:
        rows = User.objects.filter(is_system=False).values_list("pk", "is_active", "substitute_id")
        people: dict[int, tuple[bool, int | None]] = {pk: (is_active, instead) for pk, is_active, instead in rows}
        self._acting = {pk: _acting(pk, people) for pk in people}
        self._responsible: dict[tuple[str, int | None], int | None] = {}

    def now(self, people: Iterable[int | None]) -> tuple[int, ...]:
        """Those who do it now, each once: nobody for who left without a substitute."""
        found = (self._acting.get(one) for one in people if one is not None)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def responsible(self, stage: str, department_id: int | None) -> int | None:
        """The administrator of a stage of orders of a department, else the head of the department that answers."""
        key = (stage, department_id)
        if key not in self._responsible:
            kept = standing.now()
            duty = kept.duty_of(stage, department_id)
            person = answering.administrator(duty, kept.place_for(duty, department_id)) if duty else None
            self._responsible[key] = person.pk if person else None
        return self._responsible[key]


def _acting(pk: int, people: dict[int, tuple[bool, int | None]]) -> int | None:
    is_active, substitute = people[pk]
    if is_active:
        return pk
    return substitute if substitute in people and people[substitute][0] else None
