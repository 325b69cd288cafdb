"""Packages of an outbound document over the API."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from common.api.fields import plain
from orders.fulfilment import queries as documents
from orders.fulfilment.outbound_api import OutboundApi
from orders.fulfilment.packing import operations, queries
from orders.fulfilment.packing.rules import Packed
from orders.fulfilment.packing.serializers import PackingInputSerializer, PackingSerializer

_MEASURES = ("weight", "length", "width", "height", "volume")


class PackingMixin(OutboundApi):
    """What the goods of an outbound document travel in."""

    @extend_schema(summary="Packages", responses=PackingSerializer)
    @action(detail=True, methods=["get"])
    def packages(self, request: Request, number: str) -> Response:
        """Numbered packages with weight, measures and contents; as PDF: the paper ``packing-list``."""
        return Response(self._packing(number))

    @extend_schema(summary="Pack", request=PackingInputSerializer, responses=PackingSerializer)
    @action(detail=True, methods=["post"])
    def pack(self, request: Request, number: str) -> Response:
        """All packages at once, in the place of those before; until the goods are signed for."""
        document_id, rows = self.document_of(number).pk, self.validated(PackingInputSerializer)["packages"]
        wanted = [(item["order"], item["line_no"]) for row in rows for item in row["items"]]
        ids = documents.outbound_line_ids_by_reference(self.actor, document_id, wanted)
        packages = [_packed(row, ids) for row in rows]
        operations.pack_document(
            actor=self.actor, document_id=document_id, packages=packages, version=self.version(), at=clock.now()
        )
        return Response(self._packing(number))

    def _packing(self, number: str) -> dict[str, Any]:
        document = self.document_of(number)
        found = queries.of(document, documents.lines_of(self.actor, document))
        return {
            "packages": [_package(one) for one in found.packages],
            "weight": _figure(found.weight),
            "volume": _figure(found.volume),
            "unpacked": plain(found.unpacked),
        }


def _packed(row: dict[str, Any], ids: dict[tuple[str, int], int]) -> Packed:
    items: dict[int, Any] = {}
    for item in row["items"]:
        key = ids[item["order"], item["line_no"]]
        if key in items:
            raise errors.Invalid(fields={"packages": [_("This line is named twice.")]})
        items[key] = item["quantity"]
    return Packed(**{**row, "items": items})


def _package(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "mark": one.mark,
        **{name: _figure(getattr(one, name)) for name in _MEASURES},
        "items": [
            {"order": line.order.reference, "line_no": line.of.line_no, "quantity": plain(quantity)}
            for line, quantity in one.contents
        ],
    }


def _figure(value: Any) -> str | None:
    return None if value is None else plain(value)
