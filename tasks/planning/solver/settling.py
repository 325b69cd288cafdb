"""Leave alone what may stay: a plan in which what is planned already keeps its days wherever nobody loses by it."""

from collections.abc import Iterable

from tasks.planning.solver.greedy import Builder
from tasks.planning.solver.index import Index
from tasks.planning.solver.problem import FINISH_START, Activity, Key, Placement

Plan = dict[Key, Placement]


def settle(index: Index, plan: Plan, grain: int) -> Plan:
    """The same people, and for every activity with a present place that may be had again the days (of ``grain`` units)
    of that place: where its people are free then, what follows has not begun, and no due time is missed by it.

    From the last to the first, so that what follows makes room before what goes before it asks.
    """
    settled = dict(plan)
    for key in sorted(index.plannable, key=lambda one: (-plan[one].start, str(one))):
        activity = index.activities[key]
        found = _kept(index, settled, activity, grain)
        if found is not None:
            settled[key] = found
    return settled


def _kept(index: Index, plan: Plan, activity: Activity, grain: int) -> Placement | None:
    present, now = activity.present, plan[activity.key]
    if present is None or present.start // grain <= now.start // grain:
        return None
    last = _latest_end(index, plan, activity, present, now)
    release = max(index.est(activity.key, plan), present.start // grain * grain)
    builder = Builder(index, {activity.key: now.people})
    for key, place in plan.items():
        if key != activity.key and not index.activities[key].is_fixed and _meets(place, now.people, activity, index):
            builder.book(index.activities[key], place)
    builder.plan = {key: place for key, place in plan.items() if key != activity.key}
    found = builder.found(activity, release)
    if found.end > last or found.start > _latest_start(index, plan, activity):
        return None
    return found if found.start // grain == present.start // grain else None


def _meets(place: Placement, people: Iterable[Key], activity: Activity, index: Index) -> bool:
    """Whether it could be in the way: the same people, or something that both use."""
    return bool(set(place.people) & set(people)) or bool(activity.uses)


def _latest_end(index: Index, plan: Plan, activity: Activity, present: Placement, now: Placement) -> int:
    """Until when it has to be over: what waits for it keeps its place, and it is late no more than before."""
    last = max(present.end, now.end)
    if activity.due is not None:
        last = min(last, max(activity.due, now.end))
    for link in index.after[activity.key]:
        place = plan.get(link.after)
        if place is not None and link.kind == FINISH_START and not index.activities[link.after].is_fixed:
            last = min(last, place.start - link.lag)
    return last


def _latest_start(index: Index, plan: Plan, activity: Activity) -> int:
    """The same for what waits for its start only."""
    waiting = [
        plan[link.after].start - link.lag
        for link in index.after[activity.key]
        if link.kind != FINISH_START and link.after in plan and not index.activities[link.after].is_fixed
    ]
    return min(waiting, default=1 << 60)
