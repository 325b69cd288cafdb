"""What a drill left behind, counted in the database against what its clerks were told."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.nodes import Mailbox
    from bench.scale_out import Outcome
    from bench.story import Clerk, Follower


def newest() -> int:
    """The last place of the change feed."""
    from integration.feed import queries

    return queries.newest_position()


def orders() -> int:
    """How many orders there are."""
    from orders.order.models import Order

    return Order.objects.count()


def leaders() -> int:
    """How many clocks wake the jobs: who holds the lock, as the database knows it."""
    from django.db import connection

    from common.locks import Lock

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s AND objsubid = 1",
            [int(Lock.WAKE_JOBS)],
        )
        return int(cursor.fetchone()[0])


def count(out: "Outcome", clerks: list["Clerk"], follower: "Follower", token: str, first: int) -> None:
    """Each thing that was told once, neither never nor twice; the feed whole; waits."""
    told = {note: number for one in clerks for note, number in one.orders.items()}
    in_force = [number for one in clerks for number in one.in_force]
    tasks = [pk for one in clerks for pk in one.tasks]
    shipments = {number: document for one in clerks for number, document in one.shipments.items()}
    out.orders, out.in_force, out.tasks_done, out.shipments = len(told), len(in_force), len(tasks), len(shipments)
    _orders(out, told, in_force)
    _tasks(out, in_force, tasks)
    _shipments(out, shipments)
    _feed(out, follower, token, first)
    out.repeats += sum(one.voice.repeats for one in clerks)
    out.thrown_away = sum(one.voice.thrown_away for one in clerks)
    waits = sorted(wait for one in clerks for wait in one.waits)
    out.longest_wait = max((one.voice.longest for one in clerks), default=0.0)
    out.p50, out.p95 = (waits[int(len(waits) * share)] if waits else 0.0 for share in (0.5, 0.95))


def _once(out: "Outcome", what: str, wanted: Iterable[Any], found: Counter[Any]) -> None:
    """Note what of ``wanted`` is there never, and what more than once."""
    for one in wanted:
        if found[one] != 1:
            (out.lost if found[one] == 0 else out.doubled).append(f"{what} {one}: {found[one]}")


def _events(kind: str, **about: Any) -> Counter[Any]:
    from common.models import Event

    field = "subject_number" if "subject_number__in" in about else "subject_id"
    return Counter(Event.objects.filter(kind=kind, **about).values_list(field, flat=True))


def _orders(out: "Outcome", told: dict[str, str], in_force: list[str]) -> None:
    from orders.order.models import Order

    mine = Order.objects.filter(customer_po_number__in=told)
    _once(out, "order", told, Counter(mine.values_list("customer_po_number", flat=True)))
    numbers = [number for number in told.values() if not number.startswith("draft-")]
    _once(out, "number", numbers, Counter(mine.values_list("number", flat=True)))
    for kind, wanted in (("submitted", numbers), ("verified", in_force), ("effective", in_force)):
        _once(out, kind, wanted, _events(f"order.{kind}", subject_number__in=wanted))
    standing = mine.exclude(status__in=["DRAFT", "SUBMITTED"]).values_list("number", flat=True)
    _once(out, "in force", in_force, Counter(standing))


def _tasks(out: "Outcome", in_force: list[str], tasks: list[int]) -> None:
    from tasks.decomposing.models import Decomposition
    from tasks.task.models import Task

    released = Decomposition.objects.filter(order__number__in=in_force, state="RELEASED")
    twice = Counter(released.values_list("order__number", flat=True))
    out.doubled += [f"taken apart {number}: {times}" for number, times in twice.items() if times > 1]
    rows = Counter(
        Task.objects.filter(order__number__in=in_force).values_list("order__number", "template_id", "line_no", "title")
    )
    out.doubled += [f"task {row}: {times}" for row, times in rows.items() if times > 1]
    _once(
        out, "task done", tasks, Counter(Task.objects.filter(pk__in=tasks, state="DONE").values_list("pk", flat=True))
    )
    for kind in ("started", "finished"):
        _once(out, f"task {kind}", tasks, _events(f"task.{kind}", subject_id__in=tasks))


def _shipments(out: "Outcome", shipments: dict[str, str]) -> None:
    from orders.fulfilment.models import OutboundLine
    from products.stock.models import StockMovement

    lines = OutboundLine.objects.filter(order_line__order__number__in=shipments, document__status="AUDITED")
    _once(out, "shipped", shipments, Counter(lines.values_list("order_line__order__number", flat=True)))
    moved = StockMovement.objects.filter(kind="ISSUE", document_number__in=shipments.values())
    _once(out, "stock moved", shipments.values(), Counter(moved.values_list("document_number", flat=True)))


def _feed(out: "Outcome", follower: "Follower", token: str, first: int) -> None:
    """Places without gaps, and the follower told each event that he may see, once, in order."""
    from accounts.tokens import queries as tokens
    from common import clock
    from common.models import Event
    from integration.feed import queries

    places = list(Event.objects.filter(position__gt=first).order_by("position").values_list("position", flat=True))
    out.events, out.feed_gaps = len(places), (places[-1] - first - len(places)) if places else 0
    found = tokens.find_live(token, at=clock.now())
    assert found is not None
    told, after, goes_on = list[int](), first, True
    while goes_on:
        page = queries.read(found.user, after=after, limit=500)
        told += [one.position for one in page.entries]
        after, goes_on = page.after, page.has_more
    out.followed = len(follower.seen)
    out.followed_as_read_at_once = follower.seen == [one for one in told if one <= follower.after]


def count_mails(out: "Outcome", keys: list[str], mailbox: "Mailbox") -> None:
    """Each mail taken once, or shown as doubtful."""
    from common.mailing import handing
    from common.models import OutboxMessage

    state = OutboxMessage.State
    rows = dict(OutboxMessage.objects.filter(dedupe_key__in=keys).values_list("pk", "state"))
    taken = {pk: mailbox.taken[handing.message_id(pk)] for pk in rows}
    shown = (state.SENDING, state.DOUBTFUL)  # held by a worker that died: shown as doubtful after ten minutes
    out.mails = len(keys)
    out.mails_doubled = sum(times > 1 for times in taken.values())
    out.mails_doubtful = sum(rows[pk] in shown for pk in rows)
    out.mails_lost = sum(times == 0 and rows[pk] not in shown for pk, times in taken.items()) + len(keys) - len(rows)
