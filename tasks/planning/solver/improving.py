"""Better plans from a good one: the whole problem at once where it is small, else one neighbourhood after the other."""

import random
import time
from collections.abc import Iterable

from tasks.planning.solver import checking, cp, greedy
from tasks.planning.solver.index import Index
from tasks.planning.solver.problem import Key, Placement, Problem, measure

Plan = dict[Key, Placement]
WHOLE = 60  # so many activities are solved at once
LEAST, FIRST, MOST = 5, 10, 40  # activities of a neighbourhood
SLICE, QUICK = 0.5, 0.06  # seconds for one neighbourhood at most; one that takes less may grow
SHUFFLES, TRIES = 0.3, 300  # the share of the time, and the number, of plans in another order
CANDIDATES = 8  # people looked at per activity in a neighbourhood


class Search:
    """A plan that gets better until the time is over or nothing better exists."""

    def __init__(self, index: Index, plan: Plan, seconds: float, seed: int):
        self.index, self.plan, self.seed = index, plan, seed
        self.until = time.monotonic() + seconds
        self.chance = random.Random(seed)  # noqa: S311 - a search, no secret
        self.cost = self.cost_of(plan)
        self.is_proven = False
        self.rounds = 0

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - time.monotonic()

    def cost_of(self, plan: Plan, keys: Iterable[Key] | None = None) -> int:
        """What a plan costs, or what these activities cost in it."""
        problem = self.index.problem
        if keys is not None:
            some = set(keys)
            problem = Problem(tuple(one for one in problem.activities if one.key in some), weights=problem.weights)
        return measure(problem, plan).total(problem.weights)

    def run(self) -> None:
        """Look for better ones."""
        if not self.index.plannable or self.left <= 0:
            return
        self.shuffle(self.left * SHUFFLES)
        if not cp.available():
            self.shuffle(self.left)
        elif len(self.index.plannable) <= WHOLE:
            self.whole()
        if cp.available() and not self.is_proven:
            self.neighbourhoods()

    def shuffle(self, seconds: float) -> None:
        """The greedy rule with the order shaken: that of the latest starts, or that of the best plan so far."""
        latest = greedy.latest_starts(self.index)
        until = time.monotonic() + seconds
        spread = max(1.0, max(place.end for place in self.plan.values()) / 20)
        for number in range(TRIES):
            if time.monotonic() > until:
                return
            best = self.plan if number % 2 else None
            keys = {
                key: (best[key].start if best else latest[key]) + self.chance.gauss(0, spread / (1 + number % 5))
                for key in self.index.plannable
            }
            self.keep(greedy.build(self.index, keys.__getitem__))

    def keep(self, *plans: Plan) -> bool:
        """Take the cheapest of these where that is better than the best so far and keeps all rules."""
        for plan in sorted(plans, key=self.cost_of):
            if self.cost_of(plan) < self.cost and not checking.violations(self.index, plan):
                self.plan, self.cost = plan, self.cost_of(plan)
                return True
        return False

    def whole(self) -> None:
        """Everything is free: what is found may be proven to be the best."""
        share = self.left if len(self.index.plannable) <= MOST else self.left / 2
        self.attempt(self.index.plannable, (0, self.horizon()), share, most=0, is_whole=True)

    def horizon(self) -> int:
        """A time before which everything is over in some best plan."""
        makespan = max(place.end for place in self.plan.values())
        weights, problem = self.index.problem.weights, self.index.problem
        if not weights.flow and not weights.late:
            return makespan
        latest = [one.release for one in problem.activities]
        latest += [until for person in problem.people for _from, until in person.away]
        latest += [one.present.end for one in problem.activities if one.is_fixed and one.present is not None]
        latest += [time for resource in problem.resources for time, _size in resource.changes]
        slowest = min((person.pace for person in problem.people), default=100)
        lags = sum(max(0, link.lag) for link in problem.links)
        work = sum(max(one.work * 100 // slowest + 1, one.span) for one in problem.activities)
        steps = problem.grain * len(problem.activities)
        return problem.whole(max(makespan, max(latest, default=0) + work + lags + steps))

    def attempt(
        self, free: list[Key], window: tuple[int, int], seconds: float, most: int, is_whole: bool = False
    ) -> str:
        """Let the library look at these activities: BETTER, NOTHING (there is nothing better) or OVER (the time is)."""
        seconds = min(seconds, self.left)
        makespan = self.index.problem.weights.makespan * max(place.end for place in self.plan.values())
        limit = max(self.cost_of(self.plan, free), makespan)
        try:
            model = cp.Neighbourhood(self.index, self.plan, free, window, self.chance.randrange(1 << 30), most)
            answer = cp.look(model, min(seconds, self.left), limit)
        except ValueError:  # the library saw while reading that nothing better can be
            answer = cp.Answer(None, True)
        is_better = answer.plan is not None and self.take(answer.plan)
        if is_whole and answer.is_proven:
            # proven is what the library saw: our own placing may only be better, or it could not follow
            self.is_proven = answer.plan is None or (is_better and self.cost <= answer.cost)
        return "BETTER" if is_better else "NOTHING" if answer.is_proven else "OVER"

    def take(self, found: Plan) -> bool:
        """Put it into the plan, everything as early as it goes, where that is better and keeps all rules."""
        raw = {**self.plan, **found}
        people = {key: raw[key].people for key in self.index.plannable}
        again = greedy.build(self.index, lambda key: (raw[key].start, raw[key].end), people)
        return self.keep(again, raw)

    def neighbourhoods(self) -> None:
        """Free a few activities that have to do with each other, again and again; more of them while that is quick."""
        size: float = min(FIRST, len(self.index.plannable))
        while self.left > 0.05:
            self.rounds += 1
            free = self.near(int(size))
            window = (min(self.plan[one].start for one in free), max(self.plan[one].end for one in free))
            before = self.left
            outcome = self.attempt(free, window, SLICE, CANDIDATES)
            spent = before - self.left
            if outcome == "OVER" or spent > QUICK * 4:
                size = max(LEAST, size * 0.9)
            elif spent < QUICK:
                size = min(MOST, len(self.index.plannable), size * 1.03)

    def near(self, size: int) -> list[Key]:
        """So many activities around one: close in time, and linked with it or done by people who could do it."""
        keys = self.index.plannable
        late = [key for key in keys if self.is_late(key)]
        seed = self.chance.choice(late if late and self.chance.random() < 0.6 else keys)
        linked = {seed, *(link.before for link in self.index.before[seed])}
        linked |= {link.after for link in self.index.after[seed]}
        able = self.able(seed)
        middle = self.plan[seed].start + self.plan[seed].end

        def distance(key: Key) -> float:
            apart: float = abs(self.plan[key].start + self.plan[key].end - middle)
            if key in linked:
                apart /= 4
            elif able and not (able & set(self.plan[key].people)):
                apart = apart * 3 + 50
            return apart * self.chance.uniform(0.5, 1.5)

        return sorted(keys, key=lambda key: (key != seed, distance(key)))[:size]

    def is_late(self, key: Key) -> bool:
        """Whether it ends after it is due."""
        due = self.index.activities[key].due
        return due is not None and due < self.plan[key].end

    def able(self, key: Key) -> set[Key]:
        """Who could do it."""
        activity = self.index.activities[key]
        return {who for need in activity.needs for who in self.index.candidates(activity, need)}
