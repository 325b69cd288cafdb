"""What is still free: of one person, and of one resource."""

from bisect import bisect_left, bisect_right

from tasks.planning.solver.problem import Person, Resource

Span = tuple[int, int]


def merged(spans: list[Span] | tuple[Span, ...]) -> list[Span]:
    """The same times as spans that neither touch nor overlap, in order."""
    found: list[Span] = []
    for start, end in sorted(one for one in spans if one[1] > one[0]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


class Timeline:
    """The free time of one person: short absences are paused over, long ones and other work are walls."""

    def __init__(self, person: Person, pause: int):
        away = merged(person.away)
        self.pace = person.pace
        self.pauses = [one for one in away if one[1] - one[0] <= pause]
        self.walls = [one for one in away if one[1] - one[0] > pause]

    def hours(self, work: int) -> int:
        """How long this person works on it."""
        return -(-work * 100 // self.pace)

    def book(self, start: int, end: int) -> None:
        """Nothing else goes here any more."""
        self.walls = merged([*self.walls, (start, end)])

    def wall(self, start: int, end: int) -> int | None:
        """The end of something that lies between, or none."""
        position = bisect_left(self.walls, (end,)) - 1  # the last that begins before the end: they do not overlap
        return self.walls[position][1] if end > start and position >= 0 and self.walls[position][1] > start else None

    def working(self, time: int) -> int:
        """That time, or the end of the short absence it lies in."""
        position = bisect_right(self.pauses, (time, 1 << 60)) - 1
        if position >= 0 and self.pauses[position][1] > time:
            return self.pauses[position][1]
        return time

    def finish(self, start: int, work: int) -> int:
        """When it is done if begun then: the hours of work and the short absences between."""
        end = start + self.hours(work)
        for position in range(bisect_left(self.pauses, (start,)), len(self.pauses)):
            away, back = self.pauses[position]
            if away >= end:
                break
            end += back - away
        return end

    def earliest(self, release: int, work: int) -> Span:
        """The first place at or after ``release`` where it fits."""
        time = release
        while True:
            start = self.working(time)
            end = self.finish(start, work)
            blocked = self.wall(start, end)
            if blocked is None:
                return start, end
            time = blocked


class Profile:
    """How much of a resource is taken, over time."""

    def __init__(self, resource: Resource):
        self.steps = [(0, resource.capacity), *resource.changes]
        self.taken: list[tuple[int, int, int]] = []

    def book(self, start: int, end: int, amount: int) -> None:
        """Take so much, from then until then."""
        if amount and end > start:
            self.taken.append((start, end, amount))

    def capacity(self, time: int) -> int:
        """How much there is then."""
        return self.steps[max(0, bisect_right(self.steps, (time, 1 << 60)) - 1)][1]

    def blocked(self, start: int, end: int, amount: int) -> int | None:
        """The next time at which it may fit, where so much is not free from ``start`` to ``end``; none: it is free."""
        if not amount or end <= start:
            return None
        within = [one for one in self.taken if one[0] < end and one[1] > start]
        points = {start, *(one[0] for one in within if one[0] > start)}
        points.update(time for time, _capacity in self.steps if start < time < end)
        for point in sorted(points, reverse=True):
            used = sum(size for begin, until, size in within if begin <= point < until)
            if used + amount > self.capacity(point):
                later = [until for begin, until, _size in within if begin <= point < until]
                later += [time for time, _capacity in self.steps if time > point]
                return min(one for one in later if one > point)
        return None
