"""Lines that a change takes out: what was written about them stays as it read, what stands on invoices stays whole."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common import errors
from orders.changes.guarding import Faults
from orders.fulfilment.models import OutboundLine, ServiceRecord
from orders.invoicing.models import InvoiceLine
from orders.order import former
from orders.order.models import OrderLine
from orders.promise.models import PromiseEntry
from orders.returns.models import ReturnLine


def require_off_invoices(gone: Sequence[OrderLine]) -> None:
    """Raise Invalid for lines that stand on an invoice, a draft or one that was reversed too: what was written to the
    customer is never lost. No statement where no line goes."""
    if not gone:
        return
    billed = set(
        InvoiceLine.objects.filter(order_line__in=[line.pk for line in gone]).values_list("order_line_id", flat=True)
    )
    text = _("Line %(line)s stands on an invoice: cut its quantity, or close it instead.")
    faults: Faults = {f"lines.{line.line_no}": [text % {"line": line.line_no}] for line in gone if line.pk in billed}
    if faults:
        raise errors.Invalid(fields=faults)


def let_go(gone: Sequence[OrderLine]) -> None:
    """Notices and returns made void, services taken back and promises made outlive the lines."""
    if not gone:
        return
    ids = [line.pk for line in gone]
    for model in (OutboundLine, ServiceRecord, ReturnLine, PromiseEntry):
        rows = model._default_manager.filter(**{f"{model.LINE}__in": ids}, former__isnull=True)
        former.let_go(rows.select_related(model.LINE))
