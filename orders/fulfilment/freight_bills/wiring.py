"""What this room declares: bills as a subject of comments and files, words of events, its menu entry."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.trail.labels import event_labels
from common import errors
from common.currencies import kept_in_base
from common.navigation import NavEntry, navigation
from orders.fulfilment.freight_bills import examples, exporting, invariants, queries, tolerance
from orders.fulfilment.freight_bills.models import FreightBill
from orders.fulfilment.freight_bills.rights import VIEW
from orders.fulfilment.freight_bills.states import Status

LABELS = {
    "freight_bill.recorded": gettext_lazy("Carrier's bill entered"),
    "freight_bill.changed": gettext_lazy("Carrier's bill entered anew"),
    "freight_bill.approved": gettext_lazy("Carrier's bill approved"),
    "freight_bill.paid": gettext_lazy("Carrier's bill paid"),
    "freight_bill.taken_back": gettext_lazy("A step of a carrier's bill taken back"),
    "freight_bill.voided": gettext_lazy("Carrier's bill made void"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        FreightBill._meta.label_lower,
        Subject(
            get=queries.get_bill_by_id,
            url=url_of,
            require_open=_require_open,
            verb=VIEW,
            visible=queries.visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    kept_in_base.register("orders.freight_bills", FreightBill.objects.exists)
    tolerance.register()
    invariants.register()
    examples.register()
    exporting.register()
    navigation.register(
        "freight-bills",
        NavEntry(
            group="money",
            label=gettext_lazy("Carriers' bills"),
            icon="truck",
            url_name="orders:freight-list",
            verb=VIEW,
            count=queries.count_to_approve,
            order=64,
        ),
    )


def url_of(bill: Any) -> str:
    """The bill's page, "" where no pages are installed."""
    try:
        return reverse("orders:freight-detail", args=[bill.number])
    except NoReverseMatch:
        return ""


def _require_open(bill: Any) -> None:
    if bill.status == Status.VOID:
        raise errors.WrongState(_("The bill is void; nothing is added to it any more."), possible=[])
