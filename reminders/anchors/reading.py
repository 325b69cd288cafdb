"""What most anchors do alike: one set-based query, narrowed to a window of days or moments, read as a stream."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from accounts.people.models import User
from common import dates
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.order.states import Origin, Status
from reminders.anchors.choices import Group, Recipient, Unit
from reminders.anchors.source import Due, Facts, Key, Text
from reminders.anchors.staff import Staff

CHUNK = 2000  # rows in memory
SUBJECT, DAY, ORDER, CUSTOMER, DEPARTMENT = "subject", "day", "order", "customer", "department"
STAGE, SINCE = "stage", "since"
BY_DAYS, BY_HOURS = (Unit.DAY, Unit.WORKDAY), (Unit.HOUR,)
# orders that nothing is due for any more, but money and words
UNDER_WAY = (Status.EFFECTIVE,)
NEVER_VOID = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)


def of_order(path: str = "") -> dict[str, str]:
    """Where a row's order says whose it is; ``path`` leads from the row to it ("" : the row is the order)."""
    lead = f"{path}__" if path else ""
    return {
        ORDER: f"{path}_id" if path else "pk",
        CUSTOMER: f"{lead}customer_id",
        DEPARTMENT: f"{lead}department_id",
        STAGE: f"{lead}stage",
        Recipient.OWNER: f"{lead}salesperson_id",
        Recipient.EXECUTOR: f"{lead}executing_owner_id",
    }


def under_way(path: str = "", *, frozen: bool = True) -> Q:
    """Orders that are being carried out; without ``frozen`` those that must not move just now are left out."""
    lead = f"{path}__" if path else ""
    found = Q(**{f"{lead}status__in": UNDER_WAY}) & ~Q(**{f"{lead}origin": Origin.HISTORY})
    return found if frozen else found & Q(**{f"{lead}is_frozen": False})


def days_within(first: datetime, last: datetime) -> tuple[date, date]:
    """The days whose first moments lie in a window, both included."""
    begin = dates.business_day(first)
    return (begin if dates.day_start(begin) >= first else begin + timedelta(1)), dates.business_day(last)


class RowAnchor:
    """An anchor whose objects are rows of one query (``reminders.anchors.source.Anchor``).

    ``columns``: where each part of a ``Due`` is read; ``moment``: the column that is counted from, a day unless
    ``by_moment``; ``to_order``: the column by which a row names its order, "" for rows that have none.
    """

    code: ClassVar[str]
    label: ClassVar[Text]
    about: ClassVar[Text]
    subject_type: ClassVar[str] = Order._meta.label_lower
    group: ClassVar[Group]
    units: ClassVar[tuple[Unit, ...]] = BY_DAYS
    recipients: ClassVar[tuple[Recipient, ...]] = (Recipient.OWNER, Recipient.HEAD)
    words: ClassVar[Mapping[str, Text]] = {}
    ends_with_order: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    news: ClassVar[str] = ""
    may_wait: ClassVar[bool] = False

    columns: ClassVar[dict[str, str]] = of_order()
    subject: ClassVar[str] = "pk"
    moment: ClassVar[str] = "due_date"
    by_moment: ClassVar[bool] = False
    to_order: ClassVar[str] = "order"

    def rows(self) -> QuerySet[Any]:
        """Everything that is due at some time."""
        raise NotImplementedError

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """See ``Anchor``."""
        raise NotImplementedError

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        """Those whose day or moment lies in the window."""
        span = (first, last) if self.by_moment else days_within(first, last)
        return rows.filter(**{f"{self.moment}__gte": span[0], f"{self.moment}__lte": span[1]})

    def narrowed(self, rows: QuerySet[Any], orders: Q | None, ids: Collection[int] | None) -> QuerySet[Any]:
        """Those of orders that meet a condition, and with these keys."""
        if orders is not None and not self.to_order:
            return rows.none()
        if orders is not None:
            rows = rows.filter(**{f"{self.to_order}__in": Order.objects.filter(orders).order_by().values("pk")})
        return rows if ids is None else rows.filter(**{f"{self.subject}__in": list(ids)})

    def find(
        self, *, first: datetime, last: datetime, orders: Q | None = None, ids: Collection[int] | None = None
    ) -> Iterator[Due]:
        """See ``Anchor``."""
        rows = self.narrowed(self.within(self.rows(), first, last), orders, ids)
        columns = {SUBJECT: self.subject, DAY: self.moment, **self.columns}
        names, staff = list(columns), Staff()
        found = rows.order_by(self.subject, self.moment).values_list(*columns.values())
        for values in found.iterator(chunk_size=CHUNK):
            yield self.due(dict(zip(names, values, strict=True)), staff)

    def due(self, row: dict[str, Any], staff: Staff) -> Due:
        """A row of the query as the engine takes it."""
        people = {one: [row[one]] for one in Recipient if one in row}
        if Recipient.RESPONSIBLE in self.recipients and row.get(STAGE):
            people[Recipient.RESPONSIBLE] = [staff.responsible(row[STAGE], row[DEPARTMENT])]
        day = row[DAY]
        return Due(
            subject_id=row[SUBJECT],
            order_id=row.get(ORDER),
            customer_id=row.get(CUSTOMER),
            due=day if isinstance(day, datetime) else dates.day_start(day),
            people={str(one): staff.now(who) for one, who in people.items() if one in self.recipients},
            department_id=row.get(DEPARTMENT),
            since=row.get(SINCE),
        )

    def waits(self, order_ids: Collection[int], today: date) -> Mapping[int, date]:
        """See ``Anchor``: nothing waits."""
        return {}

    def ways(self, keys: Collection[Key], reader: User, at: datetime) -> Mapping[Key, str]:
        """See ``Anchor``: to the page."""
        return {}

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """See ``Anchor``: of an anchor whose subjects are orders."""
        return seen_orders(ids, user)


def seen_orders(ids: Collection[int], user: User) -> set[int]:
    """The orders that somebody sees: by his scopes in one statement, else because he is asked or has work there (for
    each of the few that his scopes do not reach)."""
    seen = set(order_policies.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    if not user.can(order_policies.VIEW):
        return seen
    others = set(ids) - seen
    return seen | {pk for pk in others if any(also(user, pk) for also in order_policies.also_visible.values())}
