"""Who fills which place, so that every place has somebody of its own."""

from collections.abc import Collection, Sequence

from tasks.planning.solver.problem import Key


def match(places: Sequence[Collection[Key]]) -> list[Key] | None:
    """A different person for every place, of those it takes, earlier named ones first; none where that cannot be.

    Augmenting paths (Kuhn): a place takes the first it can get, and makes others change where it must.
    """
    holder: dict[Key, int] = {}

    def find(place: int, seen: set[Key]) -> bool:
        for person in places[place]:
            if person in seen:
                continue
            seen.add(person)
            if person not in holder or find(holder[person], seen):
                holder[person] = place
                return True
        return False

    for place in sorted(range(len(places)), key=lambda one: len(places[one])):
        if not find(place, set()):
            return None
    found: list[Key] = [""] * len(places)
    for person, place in holder.items():
        found[place] = person
    return found
