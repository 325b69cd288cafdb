"""Which sorts of rows the figures of each kind of facts leave out (docs/adr/0113)."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.approval.models import ApprovalRequest
from orders.exceptions.choices import Kind as ExceptionKind
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.returns.models import ReturnLine
from orders.returns.states import Status as ReturnStatus
from reports.boards import left_out
from reports.boards import left_out_documents as documents
from reports.facts.choices import Kind
from reports.figures.measures import Measure

_OUT, _BACK = OutboundDocument.Status, ReturnStatus

SORTS: dict[Kind, tuple[left_out.Sort, ...]] = {
    Kind.ORDERED: (left_out.NOT_YET, left_out.VOID, left_out.UNCOUNTED),
    Kind.SHIPPED: documents.uncounted(
        _("Shipped lines of orders of types that do not count"), OutboundLine, "ship_date", _OUT.AUDITED, _OUT.SIGNED
    ),
    Kind.SIGNED: documents.uncounted(
        _("Signed lines of orders of types that do not count"), OutboundLine, "signed_date", _OUT.SIGNED
    ),
    Kind.RETURNED: documents.uncounted(
        _("Returned lines of orders of types that do not count"),
        ReturnLine,
        "received_date",
        _BACK.RECEIVED,
        _BACK.SETTLED,
    ),
    Kind.INVOICED: (documents.PAST,),
    Kind.RECEIVED: documents.RECEIVED,
    Kind.CHECKED: left_out.CHECKED,
    Kind.PROMISED: left_out.promised("promised_date"),
    Kind.FIRST_PROMISED: left_out.promised("first_promised_date"),
    Kind.REQUESTED: left_out.promised("requested_date"),
    Kind.SUBMITTED: (
        left_out.Sort(
            "waiting",
            _("Orders still waiting for approval"),
            partial(left_out.submitted, states=[ApprovalRequest.State.OPEN]),
            left_out.nowhere,
        ),
        left_out.Sort(
            "withdrawn",
            _("Orders whose submission was withdrawn"),
            partial(left_out.submitted, states=[ApprovalRequest.State.WITHDRAWN]),
            left_out.nowhere,
        ),
    ),
    Kind.DUE: (
        left_out.Sort("undue", _("Payments of orders that are not in force"), left_out.dues_of, left_out.nowhere),
    ),
    Kind.EXCEPTION: (
        left_out.Sort("no_order", _("Exceptions of no order"), partial(left_out.cases, which=Q()), left_out.nowhere),
    ),
    Kind.COMPLAINT: (
        left_out.Sort(
            "no_order",
            _("Complaints about no order"),
            partial(left_out.cases, which=Q(kind=ExceptionKind.COMPLAINT)),
            left_out.nowhere,
        ),
    ),
    Kind.CHANGE_REQUEST: (
        left_out.Sort("not_done", _("Change requests that did not take effect"), left_out.requests, left_out.nowhere),
    ),
    Kind.ANSWER: (
        left_out.Sort(
            "unanswered",
            pgettext_lazy("left out", "Questions without an answer"),
            left_out.unanswered,
            left_out.nowhere,
        ),
    ),
}


def sorts_of(measure: Measure) -> Sequence[left_out.Sort]:
    """What the figures of a measure leave out and can be counted."""
    kinds = {term.kind for term in measure.terms}
    found: dict[str, left_out.Sort] = {}
    for kind in sorted(kinds):
        found |= {one.code: one for one in SORTS.get(kind, ())}
    return tuple(found.values())
