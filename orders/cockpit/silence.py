"""The silent-order radar: orders of which nothing is heard any more, by the rhythm that orders usually have.

How soon something usually comes next is learnt every night from the event log: after each kind of event, the time
until the next one on the same order. An order is silent when its last event lies back longer than nine in ten others
waited; kinds that were seen too rarely are measured by a setting.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from accounts.trail.labels import label_of
from common import dates, settings
from common.operation import operation
from orders.cockpit.models import Rhythm
from orders.order import policies, queries
from orders.order.models import Order
from orders.order.states import Origin, Status

SILENT_DAYS = "cockpit.silent_days"
MOST = 200  # listed: the longest silences, measured by what is usual
ENOUGH = 20  # times that a kind must have been seen
LEARNT_FROM = timedelta(days=365)
SUBJECT = Order._meta.label_lower

_LEARN = """
SELECT kind, ceil(percentile_cont(0.5) WITHIN GROUP (ORDER BY hours))::int,
    ceil(percentile_cont(0.9) WITHIN GROUP (ORDER BY hours))::int, count(*)
FROM (
    SELECT kind, extract(epoch FROM lead(at) OVER (PARTITION BY subject_id ORDER BY id) - at) / 3600 AS hours
    FROM common_event WHERE subject_type = %(subject)s AND at >= %(since)s
) gaps WHERE hours IS NOT NULL GROUP BY kind HAVING count(*) >= %(enough)s
"""


@operation
def learn_rhythms(*, actor: User, at: datetime) -> int:
    """Learn anew how soon orders are heard of again after each kind of event; gives how many kinds are known."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, {"subject": SUBJECT, "since": at - LEARNT_FROM, "enough": ENOUGH})
        rows = [
            Rhythm(kind=kind, usual_hours=usual, patience_hours=max(1, patience), seen=seen, learnt_at=at)
            for kind, usual, patience, seen in cursor.fetchall()
        ]
    Rhythm.objects.all().delete()
    return len(Rhythm.objects.bulk_create(rows))


@dataclass(frozen=True)
class Silent:
    """An order gone silent: its last event, when that was, how many days ago, and what is usual after it (hours; None
    where the setting counts)."""

    order: Any
    last: str
    at: datetime
    days: int
    usual_hours: int | None
    patience_hours: int

    @property
    def day(self) -> date:
        """The business day of the last event."""
        return dates.business_day(self.at)

    @property
    def usual(self) -> str:
        """What is usual after that event, in words; "" where the setting counts."""
        if self.usual_hours is None:
            return ""
        words = {"usual": _span(self.usual_hours), "patience": _span(self.patience_hours)}
        return _("%(usual)s, nine in ten within %(patience)s") % words


def _span(hours: int) -> str:
    days = round(hours / 24)
    if days < 2:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


# the newest event of each order by the index of subjects, then the kind's patience; ids are those the reader sees
_SILENT = """
SELECT o.id, e.kind, e.at, r.usual_hours, coalesce(r.patience_hours, %(patience)s)
FROM orders_order o
CROSS JOIN LATERAL (
    SELECT kind, at FROM common_event WHERE subject_type = %(subject)s AND subject_id = o.id ORDER BY id DESC LIMIT 1
) e
LEFT JOIN orders_rhythm r ON r.kind = e.kind
WHERE o.id IN ({visible})
    AND e.at < %(at)s - coalesce(r.patience_hours, %(patience)s) * interval '1 hour'
ORDER BY extract(epoch FROM %(at)s - e.at) / coalesce(r.patience_hours, %(patience)s) DESC, o.id
LIMIT %(most)s
"""


def silent(actor: User, at: datetime) -> list[Silent]:
    """The orders ``actor`` sees that went silent, the most unusual silence first, MOST at most; frozen ones are silent
    on purpose."""
    seen = policies.visible_to(actor).filter(status__in=(Status.SUBMITTED, Status.EFFECTIVE), is_frozen=False)
    try:
        visible, values = seen.exclude(origin=Origin.HISTORY).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # he sees no order at all
        return []
    patience = int(settings.get(SILENT_DAYS)) * 24
    asked: dict[str, Any] = {"subject": SUBJECT, "at": at, "patience": patience, "most": MOST}
    names = [f"v{place}" for place in range(len(values))]
    text = _SILENT.format(visible=visible % tuple(f"%({name})s" for name in names))
    with connection.cursor() as cursor:
        cursor.execute(text, asked | dict(zip(names, values, strict=True)))
        found = cursor.fetchall()
    shown = {order.pk: order for order in queries.list_orders(actor).filter(pk__in=[row[0] for row in found])}
    orders = {order.pk: order for order in policies.redact(actor, list(shown.values()))}
    return [
        Silent(orders[key], str(label_of(kind)), when, (at - when).days, usual, within)
        for key, kind, when, usual, within in found
        if key in orders
    ]
