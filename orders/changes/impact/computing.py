"""The impact sheet of a change, worked out from its projection: what it does to money, credit, stock, promises, other
orders, documents and tasks (SEMANTICS 8). Reads facts only; a constant number of statements, whatever the lines."""

from collections.abc import Iterable
from datetime import datetime

from accounts.people.models import User
from common import dates
from orders.changes.assessing.models import ChangeAssessment
from orders.changes.impact import alternatives, credit, documents, money, others, promises, rooms
from orders.changes.impact.sheet import Answer, Sheet
from orders.changes.models import ChangeRequest
from orders.changes.projecting import Item, Projection


def sheet_of(
    projection: Projection, items: Iterable[Item], answers: Iterable[ChangeAssessment], *, actor: User, at: datetime
) -> Sheet:
    """The whole sheet, with everything that a rule may know; ``showing`` says what a reader sees of it. ``actor``:
    whose request it is."""
    today = dates.business_day(at)
    found = promises.look(projection, today)
    taking = others.breaking(found, projection.order.pk, today)
    lines = promises.told(found)
    moved = rooms.moves(projection, at)
    return Sheet(
        money=money.of(projection),
        credit=credit.of(projection, today),
        promised=projection.was.promised_date,
        arrival=promises.order_arrival(projection, {one.line_no: one.arrival for one in lines}),
        lines=lines,
        broken=taking.broken,
        gaining=others.gaining(found, projection.order.pk, today),
        stale=documents.of(projection),
        tasks=moved or [],
        has_tasks=moved is not None,
        answers=[_answer(one) for one in answers],
        hints=money.hints(projection, today),
        alternatives=alternatives.ranked(projection, items, found, taking, actor=actor, at=at),
    )


def answers_of(request: ChangeRequest) -> list[ChangeAssessment]:
    """What departments said of it or still owe."""
    rows = ChangeAssessment.objects.filter(request=request, is_void=False).select_related("answered_by")
    return list(rows.order_by("pk"))


def _answer(one: ChangeAssessment) -> Answer:
    return Answer(
        kind=one.kind,
        verdict=one.verdict,
        days=one.days,
        cost=one.cost,
        cost_kind=one.cost_kind,
        conditions=one.conditions,
        by=one.answered_by.name if one.answered_by else "",
        at=one.answered_at,
    )
