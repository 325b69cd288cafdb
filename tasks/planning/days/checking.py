"""Whether a plan by days keeps every rule, but for what the plan that stands breaks and nobody touched."""

from collections.abc import Iterator, Mapping

from tasks.planning.days.ledger import Ledger
from tasks.planning.days.model import EPSILON, Key, Place, World


def violations(world: World, base: Mapping[Key, Place], places: Mapping[Key, Place]) -> list[str]:
    """What is wrong, in words for a developer; [] where nothing is."""
    return [*_of_jobs(world, base, places), *_of_links(world, base, places), *_of_hours(world, base, places)]


def _of_jobs(world: World, base: Mapping[Key, Place], places: Mapping[Key, Place]) -> Iterator[str]:
    for key in base.keys() - places.keys():
        yield f"{key} is nowhere"
    for key, place in places.items():
        job, stood = world.jobs[key], base.get(key)
        if place == stood:
            continue
        if job.is_kept or (job.keeps_days and stood is not None and place[:2] != stood[:2]):
            yield f"{key} stays and was moved"
        if stood is not None and place[:2] == stood[:2]:
            pass
        elif place.start < job.first or place.finish - place.start < job.days:
            yield f"{key} begins too early or is too short"
        if place.person not in job.able and (place.person is not None or job.able) and stood is not None:
            if place.person != stood.person:
                yield f"{key} is done by somebody who cannot"


def _of_links(world: World, base: Mapping[Key, Place], places: Mapping[Key, Place]) -> Iterator[str]:
    for bond in world.bonds:
        if Ledger.gap(places, bond) > max(0, Ledger.gap(base, bond)):
            yield f"{bond.after} begins before {bond.before} lets it"


def _of_hours(world: World, base: Mapping[Key, Place], places: Mapping[Key, Place]) -> Iterator[str]:
    was, now = Ledger(world, base).over(), Ledger(world, places).over()
    for place, hours in now.items():
        if hours > was.get(place, 0.0) + 3 * EPSILON:
            yield f"{place} is fuller than it was"
