"""Every read of reservations as the system of a warehouse sees them: what is held for whom, and what it said of it."""

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts import policies as rights
from accounts.people.models import User
from common.keyset import Sort
from orders.order import policies
from orders.promise.models import Reservation, ReservationAnswer

SORTS = {"id": Sort("pk")}


def list_reservations(actor: User) -> QuerySet[Reservation]:
    """Live reservations of orders that ``actor`` may see. Raises NotAllowed without the right to see stock."""
    rights.require(actor, "stock.view")
    mine = policies.visible_to(actor).order_by().values("pk")
    rows = Reservation.objects.filter(line__order_id__in=mine)
    return rows.select_related("line__order", "stock_row__product", "stock_row__warehouse")


def answered(rows: QuerySet[Reservation]) -> QuerySet[Reservation]:
    """Of these, those that the warehouse holds: its last answer is about as much as is reserved."""
    return rows.annotate(last_held=_last_held()).filter(last_held=F("quantity"))


def unanswered(rows: QuerySet[Reservation]) -> QuerySet[Reservation]:
    """The others: nobody answered, or what is reserved changed since."""
    return rows.annotate(last_held=_last_held()).filter(Q(last_held=None) | ~Q(last_held=F("quantity")))


def _last_held() -> Subquery:
    about = ReservationAnswer.objects.filter(
        order_id=OuterRef("line__order_id"), line_no=OuterRef("line__line_no"), stock_row_id=OuterRef("stock_row_id")
    )
    return Subquery(about.order_by("-pk").values("held")[:1])


def last_answers(rows: Sequence[Reservation]) -> dict[tuple[int, int, int], ReservationAnswer]:
    """The last answer to each of these, by order, line number and stock row; one statement."""
    if not rows:
        return {}
    about = ReservationAnswer.objects.filter(
        order_id__in={row.line.order_id for row in rows}, stock_row_id__in={row.stock_row_id for row in rows}
    )
    return {(one.order_id, one.line_no, one.stock_row_id): one for one in about.select_related("paper").order_by("pk")}


def key_of(row: Reservation) -> tuple[int, int, int]:
    """By which its answers are found."""
    return row.line.order_id, row.line.line_no, row.stock_row_id


def get_answer(answer_id: int) -> ReservationAnswer:
    """One with what it names, for who gave it."""
    rows = ReservationAnswer.objects.select_related("order", "stock_row__product", "stock_row__warehouse", "paper")
    return rows.get(pk=answer_id)
