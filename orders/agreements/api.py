"""Frame agreements over the API."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, currencies, errors
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.agreements import operations, queries, representation
from orders.agreements import serializers as shapes
from orders.agreements.filters import AgreementFilter
from orders.agreements.operations import LineInput
from orders.agreements.states import Move
from products.catalogue import queries as catalogue

if TYPE_CHECKING:
    from accounts.people.models import User


class AgreementViewSet(ApiViewSet):
    """Frame agreements; orders of their customers call them off."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z]{2}\d{8}-\d{4,}"
    serializer_class = shapes.AgreementSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        **dict.fromkeys(("create", "save_line", "remove_line"), "agreement.edit"),
        **dict.fromkeys(("activate", "end", "resume"), "agreement.decide"),
    }

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def _answer(self, agreement_id: int, status: int = 200) -> Response:
        found = queries.get_agreement_by_id(self.actor, agreement_id)
        body = representation.agreement_document(found, queries.called_lines(self.actor, found))
        location = f"/api/v1/agreements/{found.number}/" if status == 201 else ""
        return self.answer(body, version=found.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        found = queries.get_agreement(actor=self.actor, number=number)
        operation(actor=self.actor, agreement_id=found.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(found.pk)

    def _inputs(self, rows: Iterable[Mapping[str, Any]]) -> list[LineInput]:
        """Rows with product codes as lines. Raises Invalid naming those that nobody knows."""
        found, faults = [], {}
        for place, row in enumerate(rows, start=1):
            product = catalogue.find_by_code(self.actor, row["product"])
            if product is None:
                words = _("Nothing is known under “%(text)s”.") % {"text": row["product"]}
                faults[f"lines.{place}.product"] = [words]
                continue
            rest = {name: value for name, value in row.items() if name not in ("product", "line_no")}
            found.append(LineInput(product_id=product.pk, **rest))
        if faults:
            raise errors.Invalid(fields=faults)
        return found

    @staticmethod
    def _values(data: dict[str, Any]) -> dict[str, Any]:
        if "currency" in data:
            data["currency_id"] = currencies.require_code(data.pop("currency"))
        return data

    @extend_schema(
        summary="List frame agreements",
        parameters=conditions.parameters(AgreementFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.AgreementPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Agreements you may see, those that end last first."""
        found = self.filtered(AgreementFilter, queries.list_agreements(self.actor))
        return self.page(found, lambda rows: [representation.agreement_row(row) for row in rows])

    @extend_schema(summary="Read a frame agreement", responses=shapes.AgreementSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The agreement with what was called off of each line, and what is left."""
        return self._answer(queries.get_agreement(actor=self.actor, number=number).pk)

    @extend_schema(
        summary="Write a frame agreement",
        request=shapes.AgreementInputSerializer,
        responses={201: shapes.AgreementSerializer},
    )
    def create(self, request: Request) -> Response:
        """A draft; orders take its prices once it is in force."""
        data = self.validated(shapes.AgreementInputSerializer)
        customer = customers.get_customer_by_code(actor=self.actor, code=data.pop("customer"))
        lines = self._inputs(data.pop("lines", ()))
        made = operations.create_agreement(
            actor=self.actor, customer_id=customer.pk, values=self._values(data), lines=lines, at=clock.now()
        )
        return self._answer(made.pk, status=201)

    @extend_schema(
        summary="Change a frame agreement",
        request=shapes.AgreementHeadSerializer,
        responses=shapes.AgreementSerializer,
    )
    def partial_update(self, request: Request, number: str) -> Response:
        """Change the head: days, terms, subject. Needs If-Match."""
        version = self.version(required=True)
        values = self._values(self.validated(shapes.AgreementHeadSerializer))
        found = queries.get_agreement(actor=self.actor, number=number)
        operations.change_agreement(
            actor=self.actor, agreement_id=found.pk, version=version, values=values, at=clock.now()
        )
        return self._answer(found.pk)

    @extend_schema(
        summary="Save a line of an agreement",
        request=shapes.AgreementLineSaveSerializer,
        responses=shapes.AgreementSerializer,
    )
    @action(detail=True, methods=["post"], url_path="lines")
    def save_line(self, request: Request, number: str) -> Response:
        """Add a product, or with ``line_no`` change its price and how much of it was agreed."""
        data = self.validated(shapes.AgreementLineSaveSerializer)
        (entered,) = self._inputs([data])
        return self._do(operations.save_line, number, line_no=data.get("line_no"), entered=entered)

    @extend_schema(
        summary="Remove a line of an agreement",
        request=shapes.AgreementLineNumberSerializer,
        responses=shapes.AgreementSerializer,
    )
    @action(detail=True, methods=["post"], url_path="lines/remove")
    def remove_line(self, request: Request, number: str) -> Response:
        """Take a line away that no order called off."""
        data = self.validated(shapes.AgreementLineNumberSerializer)
        return self._do(operations.remove_line, number, **data)

    @extend_schema(summary="Put an agreement in force", request=None, responses=shapes.AgreementSerializer)
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, number: str) -> Response:
        """Orders of the customer take its prices from now on, within its days."""
        return self._do(operations.move_agreement, number, move=Move.ACTIVATE)

    @extend_schema(summary="End an agreement", request=ReasonSerializer, responses=shapes.AgreementSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, number: str) -> Response:
        """New orders do not take its prices any more."""
        return self._do(operations.move_agreement, number, move=Move.END, **self.validated(ReasonSerializer))

    @extend_schema(summary="Resume an agreement", request=None, responses=shapes.AgreementSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, number: str) -> Response:
        """Take its end back."""
        return self._do(operations.move_agreement, number, move=Move.RESUME)
