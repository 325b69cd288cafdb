"""What would have to give for what a plan leaves late, too full or with nobody: said so that somebody can decide."""

from collections.abc import Callable, Iterator
from typing import Any

from tasks.planning.days import finding
from tasks.planning.days.ledger import Ledger
from tasks.planning.days.model import Key, Place
from tasks.planning.days.search import Found
from tasks.planning.reading import Case
from tasks.planning.standing import Standing

WORK, HOURS, FULL, NOBODY = KINDS = ("WORK", "HOURS", "FULL", "NOBODY")
MOST = 50  # of each kind: a page that nobody reads to its end helps nobody


def gives_of(case: Case, standing: Standing, found: Found) -> list[dict[str, Any]]:
    """By line that stays late: whether the work itself takes too long, or for whose hours it waits. By person and day
    that stay too full: the move that mends it and costs least. By task that nobody gets: who could first. As JSON."""
    giving = _Giving(case, standing, found)
    return [*giving.late(), *giving.full(), *giving.nobody()]


class _Giving:
    def __init__(self, case: Case, standing: Standing, found: Found):
        self.case, self.world, self.found = case, standing.world, found
        self.ledger = Ledger(self.world, found.base)
        moved = {key: place for key, place in found.places.items() if place != found.base.get(key)}
        for key in moved:
            if key in self.ledger.places:
                self.ledger.take(key)
        for key, place in moved.items():
            self.ledger.put(key, place)

    def late(self) -> list[dict[str, Any]]:
        """The lines that stay late, the latest first."""
        least = self.world.late(self.found.soonest)
        rows = []
        for line, days in sorted(self.world.late(self.found.places).items(), key=lambda one: (-one[1], str(one[0]))):
            last = max(self.world.lines[line], key=self._behind)
            row = {**self._task(last), "days": days, "least": least.get(line, 0)}
            waits = self._waits(last) if days > least.get(line, 0) else None
            if waits is None:
                rows.append({**row, "kind": WORK, "waits": self._title(self._root(last))})
            else:
                place = self.found.places[waits]
                rows.append({**row, "kind": HOURS, "waits": self._title(waits), "user": _user(place)})
        return rows[:MOST]

    def full(self) -> list[dict[str, Any]]:
        """The people and days that stay too full."""
        rows = []
        for (person, day), hours in sorted(self.found.over.items(), key=lambda one: (one[0][1], str(one[0][0]))):
            row = {"kind": FULL, "user": int(str(person)), "hours": round(hours, 1)}
            row["day"] = self.case.scale.day(day).isoformat()
            repairs = sorted(self._repairs(person, day), key=lambda one: (one[0], one[1]))
            if repairs:
                days, _apart, key, place = repairs[0]
                row |= {**self._task(key), "days": days, "waits": self._title(key), "until": self._until(place)}
            rows.append(row)
        return rows[:MOST]

    def nobody(self) -> list[dict[str, Any]]:
        """The tasks that nobody gets."""
        rows = []
        for key in self.ledger.open_jobs:
            if not self.ledger.is_open(key):
                continue
            row = {**self._task(key), "kind": NOBODY, "waits": self._title(key)}
            option = self._elsewhere(key)
            if option is not None:
                late = self._later(key, option)
                row |= {"user": _user(option), "days": late, "until": self._until(option)}
            rows.append(row)
        return rows[:MOST]

    def _repairs(self, person: Key, day: int) -> Iterator[tuple[int, int, Key, Place]]:
        """(days later for a promise, days moved, task, place) of what somebody does on a day."""
        for key, place in list(self.ledger.places.items()):
            if place.person != person or day not in place.days or self.world.jobs[key].is_kept:
                continue
            option = self._elsewhere(key)
            if option is not None and option != place:
                yield self._later(key, option), abs(option.start - place.start), key, option

    def _elsewhere(self, key: Key) -> Place | None:
        """The best place that is there for it, whatever waits for it."""
        place = self.ledger.take(key) if key in self.ledger.places else None
        option = finding.best(self.ledger, key, soon=False, bounds=(1 << 30, 1 << 30))
        if place is not None:
            self.ledger.put(key, place)
        return option

    def _later(self, key: Key, option: Place) -> int:
        """How much later than promised it would be there, that it is not now."""
        limit, now = self.world.limits[key], self.ledger.places.get(key)
        if limit is None:
            return 0
        return max(0, option.finish - max(limit, now.finish if now is not None else limit))

    def _behind(self, key: Key) -> int:
        place = self.found.places.get(key)
        return -(1 << 30) if place is None else place.last - (self.world.jobs[key].promise or 0)

    def _waits(self, key: Key) -> Key | None:
        """The last thing on the way to a task that begins later than what goes before it allows."""
        seen = {key}
        stack = [key]
        while stack:
            one = stack.pop()
            place = self.found.places.get(one)
            if place is None:
                continue
            if not self.world.jobs[one].is_kept and place.start > self.ledger.release(one):
                return one
            for bond in self.world.before[one]:
                before = self.found.places.get(bond.before)
                if before is not None and bond.bound(before) >= place.start and bond.before not in seen:
                    seen.add(bond.before)
                    stack.append(bond.before)
            if place.finish - place.start > self.world.jobs[one].days and not self.world.jobs[one].is_kept:
                return one
        return None

    def _root(self, key: Key) -> Key:
        """What a late task waits for in the end: without this nothing of it would be late, or it itself takes too
        long."""
        soonest = self.found.soonest
        while (place := soonest.get(key)) is not None:
            before = next((one for one in self.world.before[key] if self._holds(one.before, one.bound, place)), None)
            if before is None:
                return key
            key = before.before
        return key

    def _holds(self, key: Key, bound: Callable[[Place], int], place: Place) -> bool:
        before = self.found.soonest.get(key)
        return before is not None and bound(before) >= place.start

    def _task(self, key: Key) -> dict[str, Any]:
        task = self.case.tasks[int(str(key))]
        return {"order": str(task.order), "line_no": task.line_no, "task": task.pk}

    def _title(self, key: Key) -> str:
        return self.case.tasks[int(str(key))].title

    def _until(self, place: Place) -> str:
        return self.case.scale.day(place.last).isoformat()


def _user(place: Place) -> int | None:
    return None if place.person is None else int(str(place.person))
