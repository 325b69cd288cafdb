"""Every read of the rulebook: clauses as they hold, what is bound to what, how often they were run against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils.translation import get_language

from accounts.rulebook.checks import Check, checks
from accounts.rulebook.models import Clause, ClauseBreach, ClauseCheck, ClauseWording
from common import errors


@dataclass(frozen=True)
class Shown:
    """A clause as it reads on a day. ``wording``: None of one that does not hold then; ``planned``: the next wording,
    where one waits for its day."""

    clause: Clause
    wording: ClauseWording | None
    planned: ClauseWording | None = None
    bound: list[tuple[str, Check]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return said(self.any_wording, "title")

    @property
    def text(self) -> str:
        return said(self.any_wording, "text")

    @property
    def any_wording(self) -> ClauseWording | None:
        return self.wording or self.planned


def said(wording: ClauseWording | Clause | None, what: str) -> str:
    """Words in the reader's language; in Chinese where there is no English."""
    if wording is None:
        return ""
    is_chinese = (get_language() or "zh").startswith("zh")
    return str((not is_chinese and getattr(wording, f"{what}_en")) or getattr(wording, f"{what}_zh"))


def list_clauses(day: date, *, only: Iterable[int] | None = None, everything: bool = False) -> list[Shown]:
    """The clauses that hold on a day, in order; with ``everything`` also those that do not yet, or no more."""
    rows = Clause.objects.order_by("place")
    if only is not None:
        rows = rows.filter(pk__in=only)
    clauses = list(rows)
    wordings: dict[int, list[ClauseWording]] = defaultdict(list)
    for one in ClauseWording.objects.filter(clause__in=clauses).order_by("number").select_related("saved_by"):
        wordings[one.clause_id].append(one)
    bound = _bound_to(clauses)
    shown = [
        Shown(one, holding(wordings[one.pk], day), _planned(wordings[one.pk], day), bound.get(one.pk, []))
        for one in clauses
    ]
    return [one for one in shown if everything or one.wording is not None]


def holding(wordings: Sequence[ClauseWording], day: date) -> ClauseWording | None:
    """The wording that holds on a day: the newest of those whose first day has come; none where it has ended."""
    begun = [one for one in wordings if one.valid_from <= day]
    last = max(begun, key=lambda one: (one.valid_from, one.number), default=None)
    return None if last is None or (last.valid_to is not None and last.valid_to < day) else last


def _planned(wordings: Sequence[ClauseWording], day: date) -> ClauseWording | None:
    coming = [one for one in wordings if one.valid_from > day]
    return min(coming, key=lambda one: (one.valid_from, -one.number), default=None)


def _bound_to(clauses: Sequence[Clause]) -> dict[int, list[tuple[str, Check]]]:
    found: dict[int, list[tuple[str, Check]]] = defaultdict(list)
    for clause, key in ClauseCheck.objects.filter(clause__in=clauses).values_list("clause", "check_key"):
        if key in checks:  # one whose room is gone is bound to nothing
            found[clause].append((key, checks[key]))
    order = {key: place for place, key in enumerate(checks)}
    return {clause: sorted(rows, key=lambda row: order[row[0]]) for clause, rows in found.items()}


def get_clause(number: str, day: date) -> Shown:
    """One clause, whether it holds or not. Raises NotFound."""
    found = Clause.objects.filter(number=number).values_list("pk", flat=True)
    shown = list_clauses(day, only=found, everything=True)
    if not shown:
        raise errors.NotFound()
    return shown[0]


def wordings_of(clause: Clause) -> list[ClauseWording]:
    """Every wording, the newest first."""
    return list(clause.wordings.select_related("saved_by").order_by("-number"))


def bound_clauses(keys: Iterable[str], day: date) -> list[Clause]:
    """The clauses that hold on a day and are enforced by these checks, each with its ``title`` in the reader's
    language. One statement."""
    begun = ClauseWording.objects.filter(clause=OuterRef("pk"), valid_from__lte=day).order_by("-valid_from", "-number")
    rows = Clause.objects.filter(pk__in=ClauseCheck.objects.filter(check_key__in=[*keys]).values("clause"))
    rows = rows.annotate(
        title_zh=Subquery(begun.values("title_zh")[:1]),
        title_en=Subquery(begun.values("title_en")[:1]),
        ends=Subquery(begun.values("valid_to")[:1]),
    )
    found = rows.filter(Q(ends__isnull=True) | Q(ends__gte=day), title_zh__isnull=False)
    return list(found.order_by("place"))


def numbers_of(keys: Iterable[str], day: date) -> dict[str, str]:
    """Check → number of the clause that it enforces on a day (the first of several), in one statement: for pages that
    name the clause beside a warning."""
    begun = ClauseWording.objects.filter(clause=OuterRef("clause"), valid_from__lte=day)
    last = begun.order_by("-valid_from", "-number")
    rows = ClauseCheck.objects.filter(check_key__in=[*keys]).annotate(
        wording=Subquery(last.values("pk")[:1]), ends=Subquery(last.values("valid_to")[:1])
    )
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gte=day), wording__isnull=False)
    return dict(rows.order_by("-clause__place").values_list("check_key", "clause__number"))


@dataclass(frozen=True)
class Breaches:
    """How often a clause was run against: attempts that a check refused, warnings that it gave."""

    shown: Shown
    key: str
    check: Check
    refused: int
    people: int
    warned: int | None


@dataclass(frozen=True)
class Review:
    """``breaches`` of clauses in a period, the most first; ``unbound`` clauses, which only people keep; ``free``
    checks, which rest on no clause; ``bound``: how many clauses a check enforces."""

    breaches: list[Breaches]
    unbound: list[Shown]
    free: list[tuple[str, Check]]
    bound: int


def review(since: date, until: date, day: date) -> Review:
    """Clauses against checks, and what was run against in the days from ``since`` to ``until``."""
    clauses = list_clauses(day)
    refused = _refused(since, until)
    rows = []
    for shown in clauses:
        for key, check in shown.bound:
            count, people = refused.get((shown.clause.pk, key), (0, 0))
            warned = check.kept(since, until) if check.kept else None
            if count or warned:
                rows.append(Breaches(shown, key, check, count, people, warned))
    rows.sort(key=lambda row: (-(row.refused + (row.warned or 0)), row.shown.clause.place))
    resting = {key for shown in clauses for key, _check in shown.bound}
    return Review(
        breaches=rows,
        unbound=[shown for shown in clauses if not shown.bound],
        free=[(key, check) for key, check in checks.items() if key not in resting],
        bound=sum(bool(shown.bound) for shown in clauses),
    )


def _refused(since: date, until: date) -> dict[tuple[int, str], tuple[int, int]]:
    rows = ClauseBreach.objects.filter(Q(day__gte=since) & Q(day__lte=until)).values("clause", "check_key", "person")
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for row in rows.annotate(times=Sum("count")):
        times, people = found.get((row["clause"], row["check_key"]), (0, 0))
        found[row["clause"], row["check_key"]] = (times + row["times"], people + 1)
    return found
