"""What lay where at a past moment, added up from the movements until then: they are never edited, so it is exact. What
was reserved then nobody knows any more: reservations leave no rows behind."""

from datetime import datetime

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts import policies as rights
from accounts.people.models import User
from common import doors
from products.stock import queries as stock
from products.stock.models import StockMovement, StockRow
from products.stock.past.filters import PastStockFilter

VIEW = "stock.view"
SORTS, DEFAULT = stock.STOCK_SORTS, "code"
_QUANTITY = DecimalField(max_digits=16, decimal_places=4)


def found(actor: User, params: QueryDict, now: datetime) -> PastStockFilter:
    """The stock rows and the moment asked for. Raises NotAllowed, Invalid."""
    rights.require(actor, VIEW)
    return doors.filter_of(PastStockFilter, params, stock.list_stock(actor), now=now)


def rows_of(chosen: PastStockFilter) -> QuerySet[StockRow]:
    """Those of the rows that held something then, each with ``then``."""
    moved = StockMovement.objects.filter(stock_row=OuterRef("pk"), at__lte=chosen.moment).order_by()
    sums = moved.values("stock_row").annotate(sum=Sum("quantity")).values("sum")
    zero = Value(0, output_field=_QUANTITY)
    return chosen.qs.annotate(then=Coalesce(Subquery(sums), zero, output_field=_QUANTITY)).exclude(then=0)
