"""What tests of this room share: wanted reports, and the backlog as the orders themselves say it."""

from datetime import date, timedelta
from decimal import Decimal as D

from accounts.people import queries as people
from common import dates
from orders.order.models import OrderLine
from orders.order.states import Closure
from orders.tests.builders import AT
from reports.facts import operations as facts
from reports.standard.reports import Wanted

TODAY = dates.business_day(AT)
SINCE = TODAY - timedelta(days=75)


def want(by="", actor=None, since=SINCE, until=TODAY, today=TODAY, **more):
    return Wanted(actor or people.system_user(), today, since, until, by=by, top=more.pop("top", 50), **more)


def keep_up():
    facts.keep_up(at=AT + timedelta(hours=2), patience=0)


def open_now(**only) -> tuple[D, D]:
    """Pieces and worth of what is open, line by line, in the company's currency."""
    pieces, worth = D(0), D(0)
    for line in OrderLine.objects.filter(order__status="EFFECTIVE", closure=Closure.OPEN, **only).select_related(
        "order"
    ):
        whole = round((line.net + line.tax) * line.order.exchange_rate, 2)
        pieces += line.open
        worth += round(whole * min(line.open, line.ordered) / line.ordered, 2)
    return pieces, worth


def cells_of(paper, row):
    """Column → cell of a row, by its key or first cell."""
    found = next(one for one in paper.rows if row in (one.key, one.cells[0]))
    return dict(zip((column.key for column in paper.columns), found.cells, strict=True))


def month(day: date) -> str:
    return day.strftime("%Y-%m")
