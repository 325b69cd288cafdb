"""A kept report of the demo company that its heads get by mail every Monday (R257). Stands outside a transaction, after
the figures."""

from datetime import datetime

from orders_site.demo.company import Company
from reports.builder import operations as reports
from reports.deliveries import operations
from reports.deliveries.models import Rhythm

_ASKED = {
    "measures": "orders,amount,shipped",
    "rows": "region",
    "period": "last_month",
    "against": "before",
    "order_by": "amount",
}
_READERS = ("zhou.gd", "fang.zy", "shen.wan", "he.jun", "su.lin")


def settle(company: Company, at: datetime) -> None:
    """Keep the report and have it sent."""
    staff = company.staff
    head = staff[_READERS[0]]
    report = reports.save_report(
        actor=head, name="上月各大区签约与发货", asked=_ASKED, shape="BARS", sharing="EVERYBODY", at=at
    )
    operations.save_schedule(
        actor=head,
        report_id=report.pk,
        rhythm=Rhythm.WEEKLY,
        place=1,
        hour=8,
        file="XLSX",
        recipients=[staff[name].pk for name in _READERS],
        at=at,
    )
