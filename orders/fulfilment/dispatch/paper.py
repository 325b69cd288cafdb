"""The picking list on paper: where goods lie, how many, and for which delivery notices."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from orders.fulfilment.dispatch import queries
from orders.fulfilment.dispatch.models import PickingWave
from orders.fulfilment.dispatch.queries import Pick
from orders.fulfilment.rules import plain
from orders.printing import profile
from orders.printing.papers import Column, Content, Finder, Form, Paper, Party, Words, finders, papers

KIND = "picking-list"
SUBJECT = PickingWave._meta.label_lower
_COLUMNS = {
    "position": Column(_("#"), "number", "number"),
    "place": Column(_("Shelf or bin"), "text", "code"),
    "code": Column(_("Product code"), "text", "code"),
    "name": Column(_("Product"), "text", "name"),
    "specification": Column(_("Specification"), "text", "text"),
    "quantity": Column(_("Quantity"), "quantity", "short"),
    "unit": Column(_("Unit"), "text", "short"),
    "documents": Column(_("For"), "text", "code"),
    "picked": Column(_("Picked"), "text", "short"),
}
_FORM = Form(title=Words("拣货单", "PICKING LIST"), columns=tuple(_COLUMNS), shows_logo=False)


def register() -> None:
    """Called once from this folder's wiring."""
    finders.register(SUBJECT, Finder(find, _("Number of the picking list")))
    papers.register(KIND, Paper(_("Picking list"), SUBJECT, gather, _FORM, _COLUMNS))


def find(actor: User, number: str) -> int:
    """The picking list with this number. Raises NotFound."""
    return queries.get_wave(actor, number).pk


def gather(actor: User, wave_id: int) -> Content:
    """What is to be picked of the notices that ``actor`` may see. Raises NotFound."""
    wave = queries.get_wave_by_id(actor, wave_id)
    found = queries.documents_of(actor, wave)
    return Content(
        number=wave.number,
        revision=1,
        currency="",
        parties=[
            Party(_("Warehouse"), [(_("Name"), str(wave.warehouse)), (_("Code"), wave.warehouse.code)]),
            Party(_("Company"), profile.current().facts[:1]),
        ],
        facts=[
            (_("Picking list"), wave.number),
            (_("Written by"), wave.created_by.name),
            (_("Delivery notices"), ", ".join(one.number for one in found)),
        ],
        rows=[_row(number, one) for number, one in enumerate(queries.picks(wave, found), start=1)],
        fields={"number": wave.number},
    )


def _row(number: int, pick: Pick) -> dict[str, Any]:
    return {
        "position": number,
        "place": pick.place,
        "code": pick.code,
        "name": Words(pick.name, pick.english_name),
        "specification": pick.specification,
        "quantity": pick.quantity,
        "unit": pick.unit,
        "documents": "\n".join(f"{document} × {plain(quantity)}" for document, quantity in pick.parts),
        "picked": "",
    }
