"""Where a job fits: the days on which somebody has the hours for it."""

from collections.abc import Iterator

from tasks.planning.days.ledger import Ledger
from tasks.planning.days.model import EPSILON, Job, Key, Place

STRETCH = 3  # so many times as long as it has to be, where somebody has little time on its days
LONGER = 5  # and so many days more
LEAST = 0.01  # hours that a day has to have left for anything to be done on it
FAR = 1 << 30


def best(ledger: Ledger, key: Key, *, soon: bool, bounds: tuple[int, int] | None = None) -> Place | None:
    """The best place that is there for a job: what is promised in time first, then the same person, then its own days,
    or with ``soon`` the earliest end. None where nobody has the hours for it at all."""
    job = ledger.world.jobs[key]
    base, limit = ledger.base.get(key), ledger.world.limits[key]
    options = list(_options(ledger, job, soon=soon, bounds=bounds or ledger.bounds(key)))
    if not options:
        return None

    def cost(place: Place) -> tuple:
        late = max(0, place.finish - limit) if limit is not None else 0
        overdue = max(0, place.last - job.due) if job.due is not None else 0
        other = base is not None and base.person is not None and place.person != base.person
        apart = abs(place.start - base.start) + abs(place.finish - base.finish) if base is not None else 0
        fit = job.able.get(place.person, 0)
        if soon:
            return (late, place.finish, other, overdue, apart, fit, str(place.person))
        return (late, overdue, other, apart, fit, place.finish, str(place.person))

    return min(options, key=cost)


def _options(ledger: Ledger, job: Job, *, soon: bool, bounds: tuple[int, int]) -> Iterator[Place]:
    """By person the places worth a look: the earliest, and those nearest to the days that it has."""
    key, base = job.key, ledger.base.get(job.key)
    release = ledger.release(key)
    if job.keeps_days:
        if base is not None and ledger.holds(key, base):
            yield from _on_its_days(ledger, job, base)
        return
    if not job.able:
        yield from _without_people(job, base, release, bounds, soon=soon)
        return
    length = base.finish - base.start if base is not None else job.days
    for person in job.able:
        if person not in ledger.free:
            continue
        found = earliest(ledger, job, person, release, bounds)
        if found is not None:
            yield found
        if soon or base is None:
            continue
        if base.start > release:
            found = earliest(ledger, job, person, base.start, bounds)
            if found is not None:
                yield found
        if length > job.days:
            found = earliest(ledger, job, person, max(release, base.start), bounds, at_least=length)
            if found is not None:
                yield found


def _without_people(
    job: Job, base: Place | None, release: int, bounds: tuple[int, int], *, soon: bool
) -> Iterator[Place]:
    """Nobody is asked for: as soon as it can be, or where it stands."""
    if release <= bounds[0] and release + job.days <= bounds[1]:
        if base is not None and not soon and release <= base.start <= bounds[0] and base.finish <= bounds[1]:
            yield Place(base.start, base.finish)
        yield Place(release, release + job.days)


def _on_its_days(ledger: Ledger, job: Job, base: Place) -> Iterator[Place]:
    for person in job.able:
        hours = ledger.free.get(person)
        if hours is not None and _fits(hours, ledger.rate(job, base), base):
            yield Place(base.start, base.finish, person)


def _fits(hours: list[float], rate: float, place: Place) -> bool:
    return all(hours[day] + EPSILON >= max(rate, LEAST) for day in place.days if 0 <= day < len(hours))


def earliest(
    ledger: Ledger, job: Job, person: Key, release: int, bounds: tuple[int, int], at_least: int = 0
) -> Place | None:
    """The place that ends first, begun at or after ``release``, no later than the bounds (start, finish)."""
    hours = ledger.free[person]
    if job.days == 0:
        return _instant(hours, job, person, release, bounds)
    least = max(job.days, at_least, 1)
    most = max(least * STRETCH, least + LONGER)
    need = max(job.hours, LEAST)
    found: Place | None = None
    start = max(0, release)
    final = min(len(hours), bounds[1])
    while start <= bounds[0] and start + least <= final:
        if found is not None and start + least >= found.finish:
            break
        narrow, day = float(FAR), start
        last = min(final, start + most, found.finish - 1 if found is not None else FAR)
        blocked = None
        while day < last:
            narrow = min(narrow, hours[day])
            if narrow + EPSILON < max(need / most, LEAST):
                blocked = day
                break
            day += 1
            length = day - start
            if length >= least and narrow + EPSILON >= need / length:
                found = Place(start, day, person)
                break
        start = blocked + 1 if blocked is not None else start + 1
    return found


def _instant(hours: list[float], job: Job, person: Key, release: int, bounds: tuple[int, int]) -> Place | None:
    """The end of the first day that has room for what there is to do."""
    finish = max(1, release)
    while finish <= min(bounds) and finish <= len(hours):
        if hours[finish - 1] + EPSILON >= max(job.hours, LEAST):
            return Place(finish, finish, person)
        finish += 1
    return None
