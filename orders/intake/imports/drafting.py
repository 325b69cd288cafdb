"""Orders that arrive as drafts: entered one by one through order entry, which fills in what the file leaves out."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import DataError, transaction
from django.utils.translation import gettext as _

from common import citations, database_errors, errors, operation
from common.imports import known
from common.imports.batch import Batch, shown
from orders.entry import drafting
from orders.entry.drafts import LineDraft, OrderDraft
from orders.intake.imports import lines, orders
from orders.order.choices import Channel
from segments.custom_fields import importing
from segments.custom_fields.values import LINE, ORDER

MOST = 5_000
_HEADER = (
    *("source_number", "customer_po_number", "customer_po_date", "requested_date", "order_date", "transport_mode"),
    *("payment_method", "tax_mode", "freight", "reduction", "contact_name", "contact_phone", "ship_address"),
    *("ship_recipient", "ship_phone", "delivery_method", "invoice_kind", "invoice_title", "invoice_tax_number"),
    *("form", "source_document", "contract_terms", "contract_state", "contract_signed_date"),
    *("special_requirements", "notes", "is_urgent"),
)
_NAMED = ("salesperson", "executing_owner", "payment_term", "order_type", "bill_to", "ship_to", "agent")
_LINE = (
    *("quantity", "price", "discount", "tax_rate", "requested_date", "specification", "auxiliary_attribute"),
    *("is_gift", "logo", "colour", "packaging", "customisation", "special_requirements", "notes"),
)


class _Rehearsed(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""


def check(batch: Batch) -> None:
    """Rehearse the entry of every order whose customer and products are in the system, and report what order
    entry refuses; more than MOST orders are too many for one import of drafts."""
    count = batch.value("SELECT count(*) FROM import_orders")
    if count > MOST:
        places = "SELECT row_id, row_number() OVER (ORDER BY file, line) AS place FROM import_orders"
        batch.report_where(
            "orders",
            "too_many_drafts",
            "p.place > %(most)s",
            joins=f"JOIN ({places}) p ON p.row_id = r.row_id",
            words="'limit', %(most)s",
            most=MOST,
        )
        lines.drop_without_order(batch)
    refused: list[tuple[int, str]] = []
    several = citations.Several()

    def rehearse(key: str, row_id: int, draft: OrderDraft) -> None:
        if reason := _rehearse(batch, draft, several):
            refused.append((row_id, reason))

    _each(batch, rehearse, only_known=True)
    batch.report_where(
        "orders",
        "not_accepted",
        "true",
        joins="JOIN unnest(%(rows)s::bigint[], %(reasons)s::text[]) AS f(row_id, reason) ON f.row_id = r.row_id",
        value=shown("r.key"),
        words="'reason', f.reason",
        rows=[row_id for row_id, _reason in refused],
        reasons=[reason for _row, reason in refused],
    )
    lines.drop_without_order(batch)


def write(batch: Batch) -> None:
    """Enter the drafts. Raises Conflict naming the order that entry refuses now."""
    orders.resolve(batch)
    lines.resolve(batch)
    made: list[tuple[str, int]] = []

    def enter(key: str, row_id: int, draft: OrderDraft) -> None:
        try:
            made.append((key, drafting.create_order(actor=batch.actor, draft=draft, at=batch.at).pk))
        except errors.DomainError as error:
            words = {"order": key.replace("\x1f", " · "), "reason": citations.told(error, str(error))}
            raise errors.Conflict(_("Order %(order)s: %(reason)s") % words) from error
        batch.tell("writing orders", len(made), batch.notes.get("drafts", len(made)))

    _each(batch, enter)
    known.remember(batch, "orders", made)
    batch.notes["written"]["lines"] = batch.value("SELECT count(*) FROM import_lines")


def _each(batch: Batch, act: Callable[[str, int, OrderDraft], None], *, only_known: bool = False) -> None:
    """Build every staged order as a draft and hand it on, in the order of the file."""
    header, own_names = (*_HEADER, *importing.names(ORDER)), importing.names(LINE)
    headers = batch.rows(
        f"SELECT key, row_id, customer_id, channel, currency, {_columns('', header)}, {_columns('_id', _NAMED)}"
        " FROM import_orders ORDER BY file, line"
    )
    by_order: dict[str, list[LineDraft]] = defaultdict(list)
    unknown: set[str] = set()
    for key, product_id, *values in batch.rows(
        f'SELECT "order", product_id, {_columns("", (*_LINE, *own_names))} FROM import_lines'
        ' ORDER BY "order", line_no NULLS LAST, file, line'
    ):
        if product_id is None:
            unknown.add(key)
        given = {name: value for name, value in zip(_LINE, values, strict=False) if value is not None}
        own = importing.given(dict(zip(own_names, values[len(_LINE) :], strict=True)))
        by_order[key].append(LineDraft(product_id=product_id, custom=own or None, **given))
    batch.notes["drafts"] = len(headers)
    for key, row_id, customer_id, channel, currency, *values in headers:
        if only_known and (customer_id is None or key in unknown):
            continue
        plain, own = dict(zip(_HEADER, values, strict=False)), dict(zip(header, values, strict=False))
        named = {f"{name}_id": value for name, value in zip(_NAMED, values[len(header) :], strict=True)}
        draft = OrderDraft(
            customer_id=customer_id,
            channel=channel or Channel.IMPORT,
            currency_id=currency,
            lines=by_order[key],
            custom=importing.given(own) or None,
            **{name: value for name, value in {**plain, **named}.items() if value is not None},
        )
        act(key, row_id, draft)


def _columns(suffix: str, names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}{suffix}"' for name in names)


def _rehearse(batch: Batch, draft: OrderDraft, several: citations.Several) -> str:
    """Why order entry would refuse the draft; "" when it takes it."""

    def enter() -> Any:
        drafting.create_order(actor=batch.actor, draft=draft, at=batch.at)
        raise _Rehearsed

    try:
        with transaction.atomic():
            operation.in_operation(batch.actor.pk, enter)
    except _Rehearsed:
        return ""
    except errors.DomainError as error:
        return several.told(error, str(error))
    except DataError as error:
        if (refusal := database_errors.as_refusal(error)) is None:
            raise
        return str(refusal)
    return ""
