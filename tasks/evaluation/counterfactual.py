"""Which single delay, removed, would have made an order on time (issue 7): its tasks are lived through once more, each
with the time that it really took and waited, but for one, which takes and waits what was planned. Pure.

Time is counted in days of work since a day of the caller's choice; ``start`` and ``end`` are both worked on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RELEASE, DELIVERY = "RELEASE", "DELIVERY"  # the time before the first task, and after the last one


@dataclass(frozen=True)
class Lived:
    """A task as it was planned first and as it went."""

    key: int
    planned_start: int
    planned_end: int
    start: int
    end: int


@dataclass(frozen=True)
class After:
    """``successor`` begins ``lag`` days after the end (``from_start``: the start) of ``predecessor``."""

    predecessor: int
    successor: int
    lag: int = 0
    from_start: bool = False


@dataclass(frozen=True)
class Case:
    """An order: when it could begin, its tasks, the day on which it was over, and that on which it was to be."""

    begin: int
    tasks: Sequence[Lived]
    links: Sequence[After]
    end: int
    due: int
    planned_tail: int = 0  # days from the last task to the end, as planned


@dataclass(frozen=True)
class Removed:
    """A delay: of a task by its key, or RELEASE or DELIVERY. ``lost`` days it took itself; without it the order ends
    ``gained`` days earlier, and ``is_enough`` says whether that is in time."""

    key: int | str
    lost: int
    gained: int
    is_enough: bool


def single_delays(case: Case) -> list[Removed]:
    """Every delay with what its removal alone would have gained, the most first; none that gains nothing."""
    planned = _waits(case, {one.key: (one.planned_start, one.planned_end) for one in case.tasks})
    lived = _waits(case, {one.key: (one.start, one.end) for one in case.tasks})
    tail = case.end - max([case.begin - 1, *(one.end for one in case.tasks)])
    found = []
    for one in case.tasks:
        was, should = lived[one.key], planned[one.key]
        better = (min(was[0], should[0]), min(was[1], should[1]))
        if better != was:
            ended = _ends(case, {**lived, one.key: better}) + tail
            found.append(_removed(case, one.key, sum(was) - sum(better), ended))
    if tail > max(0, case.planned_tail):
        found.append(_removed(case, DELIVERY, tail - case.planned_tail, case.end - (tail - case.planned_tail)))
    if late := _late_release(case):
        found.append(_removed(case, RELEASE, late, _ends(case, lived, earlier=late) + tail))
    worth = [one for one in found if one.gained > 0]
    return sorted(worth, key=lambda one: (-one.gained, str(one.key)))


def _removed(case: Case, key: int | str, lost: int, ended: int) -> Removed:
    return Removed(key, lost, case.end - ended, case.end > case.due >= ended)


def _late_release(case: Case) -> int:
    """By how many days the first tasks were all begun later than planned: nobody could begin before."""
    first = _firsts(case)
    return max(0, min((one.start - one.planned_start for one in first), default=0))


def _firsts(case: Case) -> list[Lived]:
    followers = {link.successor for link in case.links}
    return [one for one in case.tasks if one.key not in followers]


def _waits(case: Case, days: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """How long each task waited once it could begin (below zero: it began before that), and how long it took."""
    return {
        key: (start - _ready(case, key, days), end - start + 1)
        for key, (start, end) in ((one.key, days[one.key]) for one in case.tasks)
    }


def _ready(case: Case, key: int, days: Mapping[int, tuple[int, int]], begin: int | None = None) -> int:
    moments = [_from(link, days) for link in case.links if link.successor == key and link.predecessor in days]
    return max(moments, default=case.begin if begin is None else begin)


def _from(link: After, days: Mapping[int, tuple[int, int]]) -> int:
    start, end = days[link.predecessor]
    return (start if link.from_start else end + 1) + link.lag


def _ends(case: Case, waits: Mapping[int, tuple[int, int]], *, earlier: int = 0) -> int:
    """The last day of the tasks when each waits and takes so long; those that follow nothing begin ``earlier``."""
    days: dict[int, tuple[int, int]] = {}
    for key in _in_turn([one.key for one in case.tasks], case.links):
        wait, length = waits[key]
        start = _ready(case, key, days, case.begin - earlier) + wait
        days[key] = (start, start + length - 1)
    return max((end for _start, end in days.values()), default=case.begin - 1)


def _in_turn(keys: Sequence[int], links: Iterable[After]) -> list[int]:
    """The keys, each after those that it follows."""
    before: dict[int, set[int]] = {key: set() for key in keys}
    for link in links:
        if link.predecessor in before and link.successor in before:
            before[link.successor].add(link.predecessor)
    turn: list[int] = []
    while len(turn) < len(keys):
        done = set(turn)
        ready = [key for key in keys if key not in done and before[key] <= done]
        if not ready:
            raise ValueError("tasks wait for each other")
        turn += ready
    return turn
