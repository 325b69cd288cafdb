"""The fields of exceptions that sets of orders are made of: one of an order's exceptions must fit."""

from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind as Value
from orders.exceptions import policies
from orders.exceptions.choices import Cause, Kind, Responsible, Severity
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import Status
from segments.fields import Field, Level, Shape, Source, chosen, register

EXCEPTION = Source(
    "exception",
    Level.ORDER,
    Shape.MANY,
    _("Exception"),
    ExceptionCase,
    link="order",
    verb=policies.VIEW,
    visible=policies.visible_to,
)


def register_fields() -> None:
    """Called once from this room's wiring."""

    def field(key: str, label, kind: Value = Value.TEXT, *, path: str, **options) -> Field:
        return Field(key=key, label=label, source=EXCEPTION.key, **{"kind": kind, "path": path, **options})

    register(
        EXCEPTION,
        [
            field("exception_number", _("Exception number"), path="number", in_capitals=True),
            field("exception_kind", _("Kind of an exception"), **chosen(Kind, path="kind")),
            field("exception_severity", _("Severity of an exception"), **chosen(Severity, path="severity")),
            field("exception_state", _("State of an exception"), **chosen(Status, path="status")),
            field("exception_cause", _("Root cause of an exception"), **chosen(Cause, path="cause")),
            field(
                "exception_responsible", _("Who answers for an exception"), **chosen(Responsible, path="responsible")
            ),
            field("customer_told_date", _("Customer told on"), Value.DATE, path="told_date"),
        ],
    )
