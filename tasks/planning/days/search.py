"""From the plan that stands to a better one: a few jobs are taken out and put back again and again, those for whom a
promise is at stake first (ruin and recreate). What is found is never worth less than what it began with."""

import heapq
import random
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tasks.planning.days import finding
from tasks.planning.days.around import Around
from tasks.planning.days.ledger import Ledger, Worth, begun
from tasks.planning.days.model import EPSILON, Key, Place, World

FEW, MANY = 4, 24  # jobs of others that make room in one round
OFTEN, HALF = 0.8, 0.5
SEARCHED = 0.85  # of the time; the rest puts back what need not have moved
IDLE = 600  # rounds without anything better: then it ends by itself
Proposer = Callable[[float], Mapping[Key, tuple[int, Key | None]] | None]


@dataclass(frozen=True)
class Found:
    """``base``: the plan that stands, with what cannot be otherwise; ``places``: the plan found, the same one where
    there is nothing to gain. ``soonest``: where each would be if people had all the hours in the world."""

    base: Mapping[Key, Place]
    places: Mapping[Key, Place]
    was: Worth
    worth: Worth
    soonest: Mapping[Key, Place]
    is_proven: bool
    rounds: int
    seconds: float
    over: Mapping[tuple[Key, int], float] = field(default_factory=dict)  # that stays, by person and day

    @property
    def is_gain(self) -> bool:
        """Whether it is worth more than the plan that stands."""
        return self.worth.gain < self.was.gain


def improve(world: World, *, seconds: float, seed: int = 0, propose: Proposer | None = None) -> Found:
    """The best plan found within so many seconds. ``propose``: another's view of when and by whom (it is told how many
    seconds it has), tried where promises are late that need not be. The same seed gives the same plan where the search
    ends before the time does."""
    began = time.monotonic()
    base = begun(world)
    search = _Search(Ledger(world, base), began + seconds * SEARCHED, seed)
    was = search.worth
    soonest = world.soonest()
    search.least = world.late_days(soonest), world.overdue(soonest)
    if not search.is_best:
        search.mend()
        search.pull()
        if propose is not None and not search.is_best and search.worth.late_days > search.least[0]:
            search.propose(propose)
        search.rounds_of()
        search.until = began + seconds
        search.settle()
    ledger = search.ledger
    places = dict(ledger.places) if search.worth.gain < was.gain else dict(base)
    if places == base:
        ledger = Ledger(world, base)
    return Found(
        base,
        places,
        was,
        ledger.worth(),
        soonest,
        search.is_best,
        search.rounds,
        time.monotonic() - began,
        ledger.over(),
    )


class _Search:
    def __init__(self, ledger: Ledger, until: float, seed: int):
        self.ledger, self.world, self.until = ledger, ledger.world, until
        self.chance = random.Random(seed)  # noqa: S311 - a search, no secret
        self.worth = ledger.worth()
        self.around = Around(ledger, self.chance)
        self.free, self.rank = self.around.free, self.around.rank
        self.least, self.rounds = (0, 0), 0

    @property
    def is_over(self) -> bool:
        """Whether the time is."""
        return time.monotonic() >= self.until

    @property
    def is_best(self) -> bool:
        """Whether nothing is left to be gained."""
        late_days, overdue = self.least
        nothing = not self.worth.over and not self.worth.open
        return nothing and self.worth.late_days <= late_days and self.worth.overdue <= overdue

    def mend(self) -> None:
        """What the plan that stands breaks, with the least moves; then somebody for what nobody is picked for."""
        for person, day in sorted(self.ledger.over(), key=str):
            for key in self.around.on(person, day):
                if self.is_over or self.ledger.free[person][day] >= -EPSILON:
                    break
                self.attempt([key], soon=()) or self.attempt([key, *self.around.following(key)], soon=())
        for key in sorted(self.free, key=self.around.urgency):
            if self.is_over:
                return
            if self.ledger.is_open(key):
                self.attempt([key], soon=()) or self.attempt([key, *self.around.following(key)], soon=())

    def pull(self) -> None:
        """The work for what is late as early as it goes without anybody else's being touched."""
        for line in sorted(self.world.late(self.ledger.places), key=str):
            if self.is_over:
                return
            chain = self.around.chain(line)
            self.attempt(chain, soon=chain)

    def propose(self, propose: Proposer) -> None:
        """All of it in the order of a solver that plans in one piece, by its people."""
        given = propose(max(0.1, (self.until - time.monotonic()) / 4))
        if given:
            keys = [key for key in self.free if key in given]
            late = [key for line in self.world.late(self.ledger.places) for key in self.around.chain(line)]
            for soon in (late, keys):
                self.attempt(keys, soon=soon, urgency=lambda key: (given[key][0], self.rank[key]))

    def rounds_of(self) -> None:
        """Rounds until the time is over, or nothing better came for long."""
        idle = 0
        while idle < IDLE and not self.is_over and not self.is_best and self.free:
            self.rounds += 1
            before = self.worth
            self._round()
            idle = 0 if self.worth < before else idle + 1

    def _round(self) -> None:
        """Something late or in trouble, and work of others that could make room for it, in an order that is shaken."""
        around, chance = self.around, self.chance
        late = self.world.late(self.ledger.places)
        if late and chance.random() < OFTEN:
            chain = around.chain(chance.choice(sorted(late, key=str)))
        else:
            one = chance.choice(around.troubled() or self.free)
            chain = [one, *(around.following(one) if chance.random() < HALF else ())]
        keys = {*chain, *around.beside(chain, chance.randint(FEW, MANY))}
        noise = {key: chance.gauss(0, 2) for key in sorted(keys, key=self.rank.__getitem__)}
        first = set(chain) if chance.random() < OFTEN else set()

        def urgency(key: Key) -> tuple:
            return key not in first, around.urgency(key)[0] + noise[key], self.rank[key]

        self.attempt(keys, soon=chain if chance.random() < OFTEN else keys, urgency=urgency)

    def settle(self) -> None:
        """Nothing stands elsewhere than it did where nothing is gained by it."""
        again = True
        while again and not self.is_over:
            again = False
            for key in reversed(self.free):
                if self.is_over:
                    return
                place, base = self.ledger.places.get(key), self.ledger.base.get(key)
                if place == base or place is None or base is None:
                    continue
                again |= self._back(key, place, base)

    def _back(self, key: Key, place: Place, base: Place) -> bool:
        """Its own days and person again, or its person, or its days, where that is worth more."""
        self.ledger.take(key)
        options = [base] if self.ledger.can_stay(key) else []
        if (found := finding.best(self.ledger, key, soon=False)) is not None and found != place:
            options.append(found)
        for option in options:
            self.ledger.put(key, option)
            worth = self.ledger.worth()
            if worth < self.worth:
                self.worth = worth
                return True
            self.ledger.take(key)
        self.ledger.put(key, place)
        return False

    def attempt(
        self,
        keys: Collection[Key],
        *,
        soon: Collection[Key],
        urgency: Callable[[Key], tuple] | None = None,
    ) -> bool:
        """Take these out and put them back, the most urgent first; kept where that is worth no less."""
        free = [key for key in keys if self.around.is_free(key)]
        former = {key: self.ledger.take(key) for key in free if key in self.ledger.places}
        wanted = set(soon)
        done = [key for key in self._sorted(free, urgency or self.around.urgency) if self._put(key, key in wanted)]
        worth = self.ledger.worth() if len(done) >= len(former) and former.keys() <= set(done) else None
        if worth is not None and worth <= self.worth:
            self.worth = worth
            return True
        for key in done:
            if key not in former:
                self.ledger.take(key)
        self.ledger.restore(former)
        return False

    def _put(self, key: Key, is_soon: bool) -> bool:
        """Put a job where it stood, or where it fits best; False where it fits nowhere."""
        ledger, base = self.ledger, self.ledger.base.get(key)
        can_stay = ledger.can_stay(key)
        if can_stay and base is not None and not is_soon and not self._is_wrong(key, base):
            ledger.put(key, base)
            return True
        found = finding.best(ledger, key, soon=is_soon)
        if found is None or (can_stay and base is not None and self._is_worse(key, found, base)):
            found = base if can_stay else None
        if found is None:
            return False
        ledger.put(key, found)
        return True

    def _is_wrong(self, key: Key, base: Place) -> bool:
        """Whether the place that it began with is none to go back to without a look at others: nobody is picked, or who
        is has not the hours."""
        job = self.world.jobs[key]
        if base.person is None:
            return bool(job.able)
        hours = self.ledger.free.get(base.person)
        if hours is None or not job.hours:
            return False
        rate = self.ledger.rate(job, base)
        return any(hours[day] - rate < -EPSILON for day in base.days if 0 <= day < len(hours))

    def _is_worse(self, key: Key, found: Place, base: Place) -> bool:
        """Whether a place makes something late that the one it began with does not."""
        limit, due = self.world.limits[key], self.world.jobs[key].due
        if limit is not None and max(found.finish, limit) > max(base.finish, limit):
            return True
        no_gain = found.person == base.person and found.finish >= base.finish and not self._is_wrong(key, base)
        return no_gain or (base.person is not None and due is not None and max(found.last, due) > max(base.last, due))

    def _sorted(self, keys: Iterable[Key], urgency: Callable[[Key], tuple]) -> list[Key]:
        """By urgency, each after those of them that it waits for."""
        waiting = set(keys)
        waits = {key: sum(bond.before in waiting for bond in self.world.before[key]) for key in waiting}
        ready = [(urgency(key), self.rank[key], key) for key, count in waits.items() if not count]
        heapq.heapify(ready)
        found = []
        while ready:
            key = heapq.heappop(ready)[2]
            found.append(key)
            for bond in self.world.after[key]:
                if bond.after in waits:
                    waits[bond.after] -= 1
                    if not waits[bond.after]:
                        heapq.heappush(ready, (urgency(bond.after), self.rank[bond.after], bond.after))
        return found
