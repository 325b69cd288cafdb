"""Registers what orders bring to ``common.importers``; called once from this room's wiring."""

from django.utils.translation import gettext_lazy as _

from common.imports.batch import Batch
from common.imports.targets import Target, importers
from orders.intake.imports import fields, lines, locking, orders, permitting, receipts, remarks, shipments, writers
from segments.custom_fields import importing
from segments.custom_fields.values import LINE, ORDER


def _with_its_order(batch: Batch) -> None:
    """Lines and shipments are written together with their orders."""


TARGETS = {
    "orders": Target(
        label=_("Orders"),
        fields=fields.ORDER,
        defined=lambda: importing.fields(ORDER),
        order=40,
        verb="order.create",
        verbs={"history": permitting.TAKE_OVER, "open": permitting.TAKE_OVER},
        key_field="source_number",
        lock=locking.lock,
        existing="SELECT number, id FROM orders_order WHERE number IS NOT NULL",
        check=orders.check,
        commit=writers.write,
        summarise=orders.summarise,
        finish=writers.finish_check,
        is_header=True,
        needs_key=True,
        needs=("lines",),
    ),
    "lines": Target(
        label=_("Order lines"),
        fields=fields.LINE,
        defined=lambda: importing.fields(LINE),
        order=50,
        check=lines.check,
        commit=_with_its_order,
        summarise=lines.summarise,
        needs=("orders",),
    ),
    "shipments": Target(
        label=_("Shipments"),
        fields=fields.SHIPMENT,
        order=60,
        check=shipments.check,
        commit=_with_its_order,
        summarise=shipments.summarise,
        modes=("history", "open"),
        needs=("orders",),
    ),
    "receipts": Target(
        label=_("Receipts"),
        fields=fields.RECEIPT,
        order=70,
        verb=permitting.TAKE_OVER,
        check=receipts.check,
        commit=receipts.commit,
        finish=receipts.finish_check,
        lock=locking.lock,
        key_field="external_id",
        summarise=receipts.summarise,
        modes=("history", "open"),
    ),
    "remarks": Target(
        label=_("Remarks on orders"),
        fields=fields.REMARK,
        order=80,
        check=remarks.check,
        commit=remarks.commit,
        finish=remarks.finish_check,
        lock=locking.lock,
        summarise=remarks.summarise,
        verb=permitting.TAKE_OVER,
        modes=("history", "open"),
        needs_words=True,
    ),
}


def register() -> None:
    """Orders first (their writer brings lines and shipments along), then what refers to them."""
    for key, target in TARGETS.items():
        importers.register(key, target)
