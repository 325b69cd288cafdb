"""The table of days on the way as a target of imports."""

from django.utils.translation import gettext_lazy as _

from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from orders.order.choices import TransportMode
from orders.promise import routes

FIELDS = (
    Field("area", _("Province or region"), max_length=80, hints=("省份", "地区", "area")),
    Field(
        "transport_mode",
        _("Transport mode"),
        choices=dict(TransportMode.choices),
        strict=True,
        hints=("运输方式", "transport_mode"),
    ),
    Field("days", _("Days on the way"), kind="integer", required=True, minimum="0", hints=("在途天数", "天数", "days")),
    Field("is_workdays", _("Days of work only"), kind="boolean", hints=("仅工作日", "is_workdays")),
)


def check(batch: Batch) -> None:
    """No more days than a year has."""
    batch.report_where("transit_times", "too_large", "r.days > 365", field="days", value="r.days::text")


def commit(batch: Batch) -> None:
    """Set the routes; of two rows for one the last counts."""
    rows = batch.rows(
        "SELECT coalesce(area, ''), coalesce(transport_mode, ''), days, coalesce(is_workdays, true)"
        " FROM import_transit_times ORDER BY file, line"
    )
    names = ("area", "transport_mode", "days", "is_workdays")
    routes.save_routes(actor=batch.actor, rows=[dict(zip(names, row, strict=True)) for row in rows], at=batch.at)
    batch.notes.setdefault("written", {})["transit_times"] = len(rows)


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    importers.register(
        "transit_times",
        Target(
            label=_("Days on the way"),
            fields=FIELDS,
            order=60,
            verb=routes.EDIT,
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
