"""Who would have to approve, and why: asked before anybody submits (R093)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import citations, dates, errors
from common.conditions import writing
from orders.approval import measures, reasons, seats
from orders.approval.delegation import queries as delegation
from orders.approval.matrix import rules
from orders.approval.matrix.rules import Row
from orders.approval.measures import Figures
from orders.approval.routing import Business
from orders.approval.seats import Seat
from orders.approval.subjects import Text, subjects
from segments.fields import Level, visible_fields
from segments.judging import Verdict


@dataclass(frozen=True)
class RowSeen:
    """A row that was asked: whether it decides, else why it does not fit. ``name`` is "" where it would tell the reader
    something that he must not know."""

    name: str
    is_chosen: bool
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonSeen:
    """Somebody who would be asked, why he, and who decides for him these days."""

    person_id: int
    name: str
    why: str
    delegates: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeatSeen:
    """A decision that is needed: by any one of ``people``, or by the customer (then there are none)."""

    people: tuple[PersonSeen, ...]
    is_customers: bool
    hours: Decimal


@dataclass(frozen=True)
class Simulation:
    """``rows``: those of the matrix up to the one that fits; ``steps``: the decisions of each step; ``problem``: why it
    could not be submitted."""

    rows: tuple[RowSeen, ...]
    steps: tuple[tuple[SeatSeen, ...], ...]
    problem: Text = ""


def simulate(
    *,
    actor: User,
    subject_type: str,
    subject_id: int,
    department_id: int | None,
    requested_by: User,
    barred: Collection[int],
    signs: Collection[str],
    at: datetime,
    reached: Figures | None = None,
) -> Simulation:
    """What ``ask`` would do now, told to ``actor``."""
    figures = reached or {}
    today = dates.business_day(at)
    subject = subjects[subject_type]
    rows = rules.of(subject_type)
    asked = [row.segment_id for row in rows if row.segment_id is not None]
    verdicts = subject.judge(subject_id, asked, today) if asked else {}
    known = set(visible_fields(actor, Level.LINE))
    hidden = subject.hidden_signs(actor)
    words = {code: str(text) for code, text in subject.signs()}
    seen, chosen = [], None
    for row in rows:
        verdict = verdicts.get(row.segment_id or 0)
        fits = row.has_sign(signs) and (row.segment_id is None or (verdict is not None and verdict.is_met))
        fits = fits and not row.missed(figures)
        is_his = verdict is None or known.issuperset(verdict.condition.fields)
        is_his = is_his and not {*row.signs, *dict(row.at_least)} & hidden
        why_not: tuple[str, ...] = ()
        if is_his and not fits:
            why_not = (*_why_not(row, verdict, signs, words), *_unreached(row, figures))
        seen.append(RowSeen(row.name if is_his else "", fits, why_not))
        if fits:
            chosen = row
            break
    business = Business(department_id, subject.verb, {requested_by.pk, *barred})
    try:
        found = seats.find(chosen.steps if chosen else [rules.default_step()], business)
    except errors.Conflict as refusal:
        return Simulation(tuple(seen), (), citations.told(refusal))
    return Simulation(tuple(seen), _steps(found, at, business.barred))


def _why_not(row: Row, verdict: Verdict | None, signs: Collection[str], words: dict[str, str]) -> list[str]:
    told = []
    if not row.has_sign(signs):
        told.append(_("none of these risks: %(risks)s") % {"risks": ", ".join(words[one] for one in sorted(row.signs))})
    if verdict is not None and not verdict.is_met:
        unmet = [writing.write([one], verdict.condition.words) for one in verdict.unmet]
        told += [_("not so: %(row)s") % {"row": one} for one in unmet] or [_("no line meets the whole condition")]
    elif verdict is None and row.segment_id is not None:
        told.append(_("its condition is out of use"))
    return told


def _unreached(row: Row, figures: Figures) -> list[str]:
    missed = set(row.missed(figures))
    least = [(code, figure) for code, figure in row.at_least if code in missed]
    told = measures.in_words(least, subjects[row.subject_type].measures())
    return [_("not reached: %(row)s") % {"row": one} for one in told]


def _steps(found: seats.Seats, at: datetime, barred: Collection[int]) -> tuple[tuple[SeatSeen, ...], ...]:
    people = {route.person_id for step in found for seat in step for route in seat.routes}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    running = delegation.running(dates.business_day(at)).filter(delegator__in=people).exclude(delegate__in=barred)
    lent: dict[int, list[str]] = {}
    for delegator, name in running.values_list("delegator_id", "delegate__name"):
        lent.setdefault(delegator, []).append(name)
    return tuple(tuple(_seat(seat, names, lent) for seat in step) for step in found)


def _seat(seat: Seat, names: dict[int, str], lent: dict[int, list[str]]) -> SeatSeen:
    people = tuple(
        PersonSeen(
            route.person_id, names[route.person_id], reasons.words(route.why), tuple(lent.get(route.person_id, ()))
        )
        for route in seat.routes
    )
    return SeatSeen(people, seat.is_customers, seat.step.within)
