"""Problems made by chance, for the properties of every plan."""

from hypothesis import strategies as st

from tasks.planning.solver.problem import MAKESPAN, Activity, Link, Need, Person, Placement, Problem, Resource, Weights

SKILLS = ("A", "B", "C")


@st.composite
def people(draw, key):
    """Somebody with skills, perhaps half a day, perhaps away."""
    skills = {one: draw(st.integers(1, 3)) for one in SKILLS if draw(st.booleans())}
    away = tuple(
        (start, start + length)
        for start, length in draw(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 9)), max_size=2))
    )
    return Person(key, skills, away, draw(st.sampled_from([100, 100, 50, 70])))


@st.composite
def activities(draw, key, names):
    """Some work: for one, for a team, or for a machine alone."""
    skills = draw(st.lists(st.sampled_from(SKILLS), max_size=2, unique=True))
    needs = tuple(Need(((one, draw(st.integers(1, 2))),), draw(st.integers(1, 2))) for one in skills)
    misfit = (
        {name: draw(st.integers(0, 5)) for name in names if draw(st.integers(0, 4))} if draw(st.booleans()) else None
    )
    due = draw(st.none() | st.integers(0, 30))
    present, is_fixed = None, False
    if names and draw(st.integers(0, 3)) == 0:
        start = draw(st.integers(0, 10))
        is_fixed = draw(st.booleans())
        present = Placement(start, start + 3, (draw(st.sampled_from(names)),))
    return Activity(
        key,
        work=draw(st.integers(0, 6)),
        span=draw(st.sampled_from([0, 0, 4])),
        needs=needs,
        uses={"R": draw(st.integers(0, 2))},
        release=draw(st.integers(0, 5)),
        due=due,
        weight=draw(st.integers(1, 3)),
        misfit=misfit,
        present=present,
        is_fixed=is_fixed,
    )


@st.composite
def problems(draw, most=7):
    """A whole problem: links only forward, so no circle; some activities may be such that nobody can do them."""
    names = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    count = draw(st.integers(1, most))
    links = tuple(
        Link(before, after, draw(st.integers(-1, 3)), draw(st.sampled_from(["FS", "FS", "SS"])))
        for after in range(1, count)
        for before in draw(st.lists(st.integers(0, after - 1), max_size=2, unique=True))
    )
    return Problem(
        tuple(draw(activities(key, names)) for key in range(count)),
        tuple(draw(people(name)) for name in names),
        links,
        (Resource("R", draw(st.integers(1, 3)), draw(st.sampled_from([(), ((4, 1),), ((3, 0), (9, 2))]))),),
        draw(st.sampled_from([Weights(), MAKESPAN])),
        pause=draw(st.sampled_from([0, 3])),
        grain=draw(st.sampled_from([1, 1, 4])),
    )
