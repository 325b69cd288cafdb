"""Judge the planner: ``python -m bench.planning [j30 mspsp imopse company] [--seconds 10] [--limit N]``.

Reads ``../shared/data`` (480 projects of PSPLIB j30, 216 of MSPSP set-1a, both with proven optima; 42 of
iMOPSE without); ``company`` is made by chance, to see how it goes with size.
One instance per core at a time. Prints the average and the worst gap to the optimum, how many are proven to be optimal,
the mean time, and the greedy rule beside it. Aim: within 2 % on average in 10 s an instance.
"""

import argparse
import csv
import gzip
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import mean

from tasks.planning.solver import solving
from tasks.planning.solver.problem import MAKESPAN, Activity, Link, Need, Person, Placement, Problem, Resource

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
Instance = tuple[str, Problem, int | None]


def rows(path: str) -> list[dict[str, str]]:
    """The rows of one of the files."""
    with gzip.open(DATA / path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def grouped(path: str) -> dict[str, list[dict[str, str]]]:
    """The rows of one of the files by instance."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(path):
        found[row["instance"]].append(row)
    return found


def links(given: list[dict[str, str]]) -> tuple[Link, ...]:
    """What precedes what."""
    return tuple(Link(int(row["pred"]), int(row["succ"])) for row in given)


def j30() -> Iterator[Instance]:
    """Projects with four resources."""
    jobs, before = grouped("psplib_j30/jobs.csv.gz"), grouped("psplib_j30/precedence.csv.gz")
    for row in rows("psplib_j30/instances.csv.gz"):
        name = row["instance"]
        activities = tuple(
            Activity(int(one["job"]), int(one["duration"]), uses={f"R{n}": int(one[f"r{n}"]) for n in range(1, 5)})
            for one in jobs[name]
        )
        resources = tuple(Resource(f"R{n}", int(row[f"R{n}"])) for n in range(1, 5))
        problem = Problem(activities, links=links(before[name]), resources=resources, weights=MAKESPAN)
        yield name, problem, int(row["best_makespan"])


def mspsp() -> Iterator[Instance]:
    """Projects with people who have skills; an activity needs several people at once."""
    folder = "mspsp_set1a"
    given = {
        name: grouped(f"{folder}/{name}.csv.gz")
        for name in ("activities", "mastery", "precedence", "skill_requirements")
    }
    for row in rows(f"{folder}/instances.csv.gz"):
        name = row["instance"]
        skills: dict[int, dict[str, int]] = defaultdict(dict)
        for one in given["mastery"][name]:
            skills[int(one["resource"])][one["skill"]] = 1
        needs: dict[int, list[Need]] = defaultdict(list)
        for one in given["skill_requirements"][name]:
            needs[int(one["activity"])].append(Need(((one["skill"], 1),), int(one["persons_needed"])))
        activities = tuple(
            Activity(int(one["activity"]), int(one["duration"]), needs=tuple(needs[int(one["activity"])]))
            for one in given["activities"][name]
        )
        people = tuple(Person(key, mastered) for key, mastered in sorted(skills.items()))
        problem = Problem(activities, people, links(given["precedence"][name]), weights=MAKESPAN)
        yield name, problem, int(row["best_makespan"])


def imopse() -> Iterator[Instance]:
    """Up to 200 tasks, each for one person with a skill at a level; no optimum is known."""
    folder = "imopse_msrcpsp"
    given = {name: grouped(f"{folder}/{name}.csv.gz") for name in ("tasks", "precedence", "resource_skills")}
    for row in rows(f"{folder}/instances.csv.gz"):
        name = row["instance"]
        skills: dict[int, dict[str, int]] = defaultdict(dict)
        for one in given["resource_skills"][name]:
            skills[int(one["resource"])][one["skill"]] = int(one["level"])
        activities = tuple(
            Activity(int(one["task"]), int(one["duration"]), needs=(Need(((one["skill"], int(one["level_needed"])),)),))
            for one in given["tasks"][name]
        )
        people = tuple(Person(key, mastered) for key, mastered in sorted(skills.items()))
        yield name, Problem(activities, people, links(given["precedence"][name]), weights=MAKESPAN), None


def company() -> Iterator[Instance]:
    """A company's open tasks by chance, in hours: chains with due days, four departments, absences, half days."""
    for tasks, people in ((60, 8), (150, 15), (500, 40)):
        chance = random.Random(1)
        staff = tuple(_worker(number, chance) for number in range(people))
        yield f"company {tasks} × {people}", _orders(tasks, staff, chance), None


def _worker(number: int, chance: random.Random) -> Person:
    start = 8 * chance.randrange(40)
    away = ((start, start + 8 * chance.choice([1, 1, 2, 5, 10])),) if chance.random() < 0.5 else ()
    skills = {skill: chance.randint(2, 5) for skill in SKILLS[number % 4]}
    return Person(number, skills, away, chance.choice([100] * 6 + [50, 75]))


def _orders(count: int, staff: tuple[Person, ...], chance: random.Random) -> Problem:
    activities: list[Activity] = []
    before: list[Link] = []
    while len(activities) < count:
        release = 8 * chance.randrange(15)
        due, weight, first = release + 8 * chance.randrange(6, 25), chance.choice([1, 1, 1, 2, 4]), len(activities)
        for key in range(first, min(count, first + chance.randint(4, 9))):
            place = chance.randrange(4)
            misfit = {one.key: chance.randrange(10) for one in staff if int(one.key) % 4 == place}
            needs = (Need(((chance.choice(SKILLS[place]), chance.choice([1, 2, 2])),)),)
            picked = Placement(0, 8, (chance.choice(list(misfit)),)) if chance.random() < 0.5 else None
            given = {"release": release, "due": due, "weight": weight, "misfit": misfit, "present": picked}
            span = chance.choice([1, 1, 1, 9, 17])
            activities.append(Activity(key, chance.choice([1, 2, 4, 4, 8, 8, 12, 16, 24]), span, needs, **given))
            if key > first:
                before.append(Link(key - 1 if chance.random() < 0.8 else chance.randrange(first, key), key))
    return Problem(tuple(activities), staff, tuple(before), pause=16, grain=8)


SKILLS = (("PICK", "PACK"), ("ASSEMBLY", "WELDING"), ("CALIBRATION", "INSPECTION"), ("DRAWINGS", "SOFTWARE"))
SETS = {"j30": j30, "mspsp": mspsp, "imopse": imopse, "company": company}


def judge(given: tuple[str, Problem, int | None, float]) -> dict:
    """Solve one of them."""
    name, problem, best, seconds = given
    found = solving.solve(problem, seconds=seconds)
    return {
        "name": name,
        "best": best,
        "cost": found.cost,
        "greedy": found.greedy_cost,
        "proven": found.is_proven,
        "seconds": found.seconds,
        "parts": found.parts,
    }


def show(name: str, results: list[dict], seconds: float) -> None:
    """Print the figures of a set."""
    print(f"\n{name}: {len(results)} instances, at most {seconds:g} s each")
    if results[0]["best"] is None:
        saved = [100 * (1 - one["cost"] / one["greedy"]) for one in results]
        print(f"  below the greedy rule: {mean(saved):.2f} % on average, {max(saved):.2f} % at most")
        for one in results if name == "company" else ():
            print(f"  {one['name']}: {one['greedy']} by the greedy rule, {one['cost']}; {one['parts']}")
    else:
        for label, key in (("planner", "cost"), ("greedy rule", "greedy")):
            gaps = [100 * (one[key] / one["best"] - 1) for one in results]
            exact = sum(one[key] == one["best"] for one in results)
            print(f"  {label}: {mean(gaps):.3f} % on average, {max(gaps):.2f} % at worst, {exact} at the optimum")
            if wrong := [one["name"] for one in results if one[key] < one["best"]]:
                print(f"  better than the proven optimum, so wrong: {wrong}")
    if wrong := [one["name"] for one in results if one["proven"] and one["best"] and one["cost"] > one["best"]]:
        print(f"  called proven and is not: {wrong}")
    times = sorted(one["seconds"] for one in results)
    proven = sum(one["proven"] for one in results)
    print(
        f"  proven {proven}; time {mean(times):.2f} s on average, {times[len(times) // 2]:.2f} median,"
        f" {times[-1]:.2f} most"
    )


def main() -> None:
    """Parse, solve, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="set", help=", ".join(SETS))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--limit", type=int, default=0, help="so many instances of each set, spread over it")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    began = time.monotonic()
    for name in chosen.sets or ("j30", "mspsp"):
        given = [(*one, chosen.seconds) for one in SETS[name]()]
        if chosen.limit:
            given = given[:: max(1, len(given) // chosen.limit)][: chosen.limit]
        with ProcessPoolExecutor(chosen.cores) as pool:
            show(name, list(pool.map(judge, given)), chosen.seconds)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{time.monotonic() - began:.0f} s in all on {chosen.cores} cores; load of the machine at the end: {load}")


if __name__ == "__main__":
    main()
