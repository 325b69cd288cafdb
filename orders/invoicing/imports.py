"""Invoices of the tax system as a target of imports: a row a line, rows of one number are one invoice. The dry run does
what the import would do and takes it back, so that it tells every reason beforehand."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import citations, errors
from common.imports import known
from common.imports.batch import SKIPPED, Batch
from common.imports.targets import Field, Target, importers
from orders.invoicing import operations
from orders.invoicing.models import KINDS
from orders.invoicing.operations import TaxInvoice, Told
from orders.invoicing.rights import ISSUE
from orders.invoicing.states import TaxState
from orders.order import together
from orders.order.models import Order

ENTITY = "tax_invoices"
MOST = 500  # invoices of a file: each is made out as by hand
_STATES = {code: label for code, label in TaxState.choices if code in (TaxState.MADE, TaxState.SENT)}
FIELDS = (
    Field(
        "tax_serial", _("Number of the tax invoice"), required=True, max_length=30,
        hints=("发票号码", "数电票号码", "全电发票号码", "tax_invoice_number"),
    ),
    Field("tax_code", _("Code of the tax invoice"), max_length=20, hints=("发票代码", "tax_invoice_code")),
    Field("invoice_date", _("Invoice date"), kind="date", required=True, hints=("开票日期", "invoice_date")),
    Field("amount", _("Amount"), kind="decimal", required=True, decimals=2, hints=("价税合计", "含税金额", "gross")),
    Field("tax_number", _("Tax number"), max_length=40, hints=("购方税号", "购买方识别号", "购方识别号")),
    Field("title", _("Invoice title"), max_length=120, hints=("购方名称", "购买方名称", "buyer")),
    Field("invoice_kind", _("Invoice kind"), choices=dict(KINDS), hints=("发票种类", "发票类型", "票种")),
    Field("order", _("Order number"), max_length=20, hints=("订单号", "销售订单号", "备注订单号", "order")),
    Field("line_no", _("Line"), kind="integer", hints=("订单行号", "行号", "line")),
    Field("quantity", _("Quantity"), kind="decimal", decimals=4, positive=True, hints=("数量", "quantity")),
    Field("number", _("Invoice number"), max_length=20, hints=("开票申请号", "单据编号", "our_number")),
    Field("tax_state", _("At the tax platform"), choices=_STATES, hints=("发票状态", "开票状态", "state")),
)  # fmt: skip
_HERE = """
    EXISTS (SELECT 1 FROM orders_invoice i JOIN (
        SELECT tax_serial, coalesce(tax_code, '') AS tax_code, sum(amount) AS amount FROM import_tax_invoices
        GROUP BY 1, 2) s ON s.tax_serial = i.tax_serial AND s.tax_code = i.tax_code AND s.amount = i.amount
    WHERE i.tax_serial = r.tax_serial AND i.tax_code = coalesce(r.tax_code, '') AND i.status <> 'VOID')
"""


def check(batch: Batch) -> None:
    """Leave alone what is here already, and refuse what cannot be kept, with the reason of each invoice."""
    batch.report_where(ENTITY, "known_already", _HERE, field="tax_serial", drop=SKIPPED)
    told = _told(batch)
    refused = [(rows, gettext("At most %(n)s invoices a file.") % {"n": MOST}) for rows, _one in told[MOST:]]
    with transaction.atomic():
        refused += _tried(batch, told[:MOST])
        transaction.set_rollback(True)
    for rows, reason in refused:
        batch.report_where(
            ENTITY,
            "not_invoiced",
            "r.row_id = ANY(%(ids)s)",
            field="tax_serial",
            words="'reason', %(reason)s::text",
            ids=rows,
            reason=reason,
        )


def _tried(batch: Batch, told: Iterable[tuple[list[int], TaxInvoice]]) -> list[tuple[list[int], str]]:
    refused = []
    for rows, one in told:
        try:
            operations.bring_invoice(actor=batch.actor, told=one, at=batch.at)
        except errors.DomainError as error:
            refused.append((rows, _reason(error)))
    return refused


def _reason(error: errors.DomainError) -> str:
    if isinstance(error, errors.Invalid):
        texts = " ".join(str(text) for texts in error.fields.values() for text in texts)
        return citations.told(error, texts or error.message)
    return citations.told(error)


def lock(batch: Batch) -> None:
    """Every order that is named, before any invoice is made (DESIGN 3)."""
    named = {str(number).upper() for (number,) in batch.rows(f'SELECT DISTINCT "order" FROM import_{ENTITY}') if number}
    ids = Order.objects.filter(number__in=named).values_list("pk", flat=True)
    together.lock_orders(set(ids))


def commit(batch: Batch) -> None:
    """Keep them all. Raises ChangedSince where the dry run said something else."""
    told = _told(batch)
    for _rows, one in told:
        try:
            operations.bring_invoice(actor=batch.actor, told=one, at=batch.at)
        except errors.DomainError as error:
            raise known.ChangedSince(f"{one.tax_serial}: {_reason(error)}") from error
    batch.notes.setdefault("written", {})[ENTITY] = len(told)


def summarise(batch: Batch) -> dict[str, Any]:
    """Invoices and their sum."""
    told = _told(batch)
    return {"invoices": str(len(told)), "amount": str(sum((one.amount for _rows, one in told), Decimal(0)))}


def _told(batch: Batch) -> list[tuple[list[int], TaxInvoice]]:
    """(rows, invoice): the rows of a number in the order of the file; what it says once is told by the first."""
    rows = batch.rows(
        "SELECT row_id, tax_serial, coalesce(tax_code, ''), invoice_date, amount, coalesce(tax_number, ''),"
        " coalesce(title, ''), coalesce(invoice_kind, ''), coalesce(\"order\", ''), line_no, quantity,"
        f" coalesce(number, ''), coalesce(tax_state, 'MADE') FROM import_{ENTITY} ORDER BY file, line"
    )
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault((row[1], row[2]), []).append(row)
    return [([row[0] for row in group], _invoice(group)) for group in groups.values()]


def _invoice(group: list[tuple[Any, ...]]) -> TaxInvoice:
    first = group[0]
    return TaxInvoice(
        tax_serial=first[1],
        tax_code=first[2],
        invoice_date=first[3],
        amount=sum((row[4] for row in group), Decimal(0)),
        tax_number=first[5],
        title=first[6],
        kind=first[7],
        number=first[11],
        tax_state=first[12],
        parts=[Told(row[8].strip().upper(), row[9], row[10]) for row in group if row[8].strip()],
    )


def register() -> None:
    """Called once from this room's wiring."""
    importers.register(
        ENTITY,
        Target(
            label=_("Tax invoices"),
            fields=FIELDS,
            order=76,
            verb=ISSUE,
            key_field="row",  # rows of one number are lines of one invoice
            check=check,
            commit=commit,
            lock=lock,
            summarise=summarise,
        ),
    )
