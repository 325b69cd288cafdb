"""Inquiries and quotations over the API."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from customers import queries as customers
from orders.entry import references
from orders.order import queries as orders
from orders.order import representation as order_documents
from orders.order.serializers import OrderSerializer
from orders.quotation import mailing, operations, queries, representation
from orders.quotation import serializers as shapes
from orders.quotation.drafts import OfferLineDraft, QuotationDraft
from orders.quotation.filters import InquiryFilter, QuotationFilter

if TYPE_CHECKING:
    from accounts.people.models import User

_NUMBER = r"[A-Za-z]{2}\d{8}-\d{4,}"


def _lines(rows: Iterable[Mapping[str, Any]]) -> list[OfferLineDraft]:
    return [
        OfferLineDraft(product_code=row["product"], **{k: v for k, v in row.items() if k != "product"}) for row in rows
    ]


class _Documents(ApiViewSet):
    lookup_field = "number"
    lookup_value_regex = _NUMBER

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class QuotationViewSet(_Documents):
    """Quotations in versions and alternatives; what a customer accepts becomes orders."""

    serializer_class = shapes.QuotationSerializer
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT
    verbs = {
        "create": "quotation.create",
        **dict.fromkeys(("send", "mail"), "quotation.send"),
        "convert": "quotation.convert",
        **dict.fromkeys(("win", "lose", "withdraw"), "quotation.decide"),
        **dict.fromkeys(("revise", "alternative"), "quotation.edit"),
    }

    def _answer(self, quotation_id: int, status: int = 200) -> Response:
        found = queries.get_quotation_by_id(self.actor, quotation_id)
        orders_made = queries.orders_of(self.actor, found)
        body = representation.quotation_document(self.actor, found, queries.offers_of(found), orders_made)
        location = f"/api/v1/quotations/{found.number}/" if status == 201 else ""
        return self.answer(body, version=found.version, status=status, location=location)

    def _do(self, operation: Callable[..., Any], number: str, **data: Any) -> Response:
        """A verb on the quotation as the caller has read it (If-Match)."""
        found = queries.get_quotation(actor=self.actor, number=number)
        operation(actor=self.actor, quotation_id=found.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(found.pk)

    @extend_schema(
        summary="List quotations",
        parameters=conditions.parameters(QuotationFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=shapes.QuotationPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Quotations you may see, newest first."""
        found = self.filtered(QuotationFilter, queries.list_quotations(self.actor))
        return self.page(found, lambda rows: [representation.quotation_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read a quotation", responses=shapes.QuotationSerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """The quotation with all versions, what is left of their lines, and the orders made of it."""
        return self._answer(queries.get_quotation(actor=self.actor, number=number).pk)

    @extend_schema(
        summary="Make a quotation",
        request=shapes.QuotationInputSerializer,
        responses={201: shapes.QuotationSerializer},
    )
    def create(self, request: Request) -> Response:
        """A quotation with its version A1; prices left out come from the price order."""
        data = references.resolve(self.validated(shapes.QuotationInputSerializer))
        lines = _lines(data.pop("lines", ()))
        inquiry = data.pop("inquiry", None)
        if inquiry:
            data["inquiry_id"] = queries.get_inquiry(actor=self.actor, number=inquiry).pk
        draft = QuotationDraft(lines=lines, **data)
        return self._answer(operations.create_quotation(actor=self.actor, draft=draft, at=clock.now()).pk, status=201)

    @extend_schema(
        summary="Change a quotation", request=shapes.QuotationChangeSerializer, responses=shapes.QuotationSerializer
    )
    def partial_update(self, request: Request, number: str) -> Response:
        """Change the head and one version that was not sent. Needs If-Match."""
        version = self.version(required=True)
        data = references.resolve(self.validated(shapes.QuotationChangeSerializer))
        lines, code = data.pop("lines", None), data.pop("code")
        found = queries.get_quotation(actor=self.actor, number=number)
        operations.change_quotation(
            actor=self.actor,
            quotation_id=found.pk,
            code=code,
            version=version,
            changes=data,
            lines=None if lines is None else _lines(lines),
            at=clock.now(),
        )
        return self._answer(found.pk)

    @extend_schema(summary="Send a quotation", request=shapes.VersionsSerializer, responses=shapes.QuotationSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, number: str) -> Response:
        """Unsent versions went to the customer: they are frozen."""
        codes = self.validated(shapes.VersionsSerializer)["versions"]
        return self._do(operations.send_quotation, number, codes=codes)

    @extend_schema(
        summary="Send a quotation by mail",
        request=shapes.QuotationMailInputSerializer,
        responses=shapes.QuotationSerializer,
    )
    @action(detail=True, methods=["post"])
    def mail(self, request: Request, number: str) -> Response:
        """Versions go to the customer, each as PDF; unsent ones are frozen. Without ``versions`` those not sent yet,
        else those that he holds."""
        data = self.validated(shapes.QuotationMailInputSerializer)
        return self._do(operations.mail_quotation, number, codes=data.pop("versions"), **data)

    @extend_schema(
        summary="Preview the mail of a quotation",
        parameters=[shapes.QuotationMailPreviewSerializer],
        responses=shapes.QuotationMailSerializer,
    )
    @action(detail=True, methods=["get"], url_path="mail-preview")
    def mail_preview(self, request: Request, number: str) -> Response:
        """Subject and text as they would go now."""
        asked = shapes.QuotationMailPreviewSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.get_quotation(actor=self.actor, number=number)
        offered = queries.sendable(queries.versions_of(found))
        language = asked.validated_data["language"] or mailing.language_of(found)
        letter = mailing.letter(found, offered, language, asked.validated_data["note"])
        return Response({"language": language, "subject": letter.subject, "text": letter.body})

    @extend_schema(
        summary="Begin a new version", request=shapes.RevisionSerializer, responses=shapes.QuotationSerializer
    )
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, number: str) -> Response:
        """A copy of the newest version of an alternative, to be changed and sent."""
        return self._do(operations.revise_quotation, number, **self.validated(shapes.RevisionSerializer))

    @extend_schema(
        summary="Add an alternative", request=shapes.AlternativeSerializer, responses=shapes.QuotationSerializer
    )
    @action(detail=True, methods=["post"])
    def alternative(self, request: Request, number: str) -> Response:
        """Something else offered beside it, begun as a copy of a version."""
        return self._do(operations.add_alternative, number, **self.validated(shapes.AlternativeSerializer))

    @extend_schema(summary="Win a quotation", request=shapes.WinSerializer, responses=shapes.QuotationSerializer)
    @action(detail=True, methods=["post"])
    def win(self, request: Request, number: str) -> Response:
        """The customer accepts a version; orders are made of it then."""
        return self._do(operations.win_quotation, number, **self.validated(shapes.WinSerializer))

    @extend_schema(summary="Lose a quotation", request=shapes.LoseSerializer, responses=shapes.QuotationSerializer)
    @action(detail=True, methods=["post"])
    def lose(self, request: Request, number: str) -> Response:
        """The customer does not order."""
        return self._do(operations.lose_quotation, number, **self.validated(shapes.LoseSerializer))

    @extend_schema(summary="Withdraw a quotation", request=ReasonSerializer, responses=shapes.QuotationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, number: str) -> Response:
        """We do not stand by it any more."""
        return self._do(operations.withdraw_quotation, number, **self.validated(ReasonSerializer))

    @extend_schema(
        summary="Make an order of a quotation",
        request=shapes.ConversionSerializer,
        responses={201: OrderSerializer},
    )
    @action(detail=True, methods=["post"])
    def convert(self, request: Request, number: str) -> Response:
        """A draft order at the quoted prices; never more than is left (409 with what is)."""
        data = self.validated(shapes.ConversionSerializer)
        picks = [operations.Pick(row["line_no"], row.get("quantity")) for row in data.pop("lines", ())]
        found = queries.get_quotation(actor=self.actor, number=number)
        order = operations.convert_quotation(
            actor=self.actor,
            quotation_id=found.pk,
            picks=picks or None,
            version=self.version(),
            at=clock.now(),
            **data,
        )
        body = order_documents.order_document(orders.order_sheet(self.actor, order))
        location = f"/api/v1/orders/{order.reference}/"
        return self.answer(body, version=order.version, status=201, location=location)


class InquiryViewSet(_Documents):
    """What customers ask, before anything is quoted."""

    serializer_class = shapes.InquirySerializer
    sorts = queries.INQUIRY_SORTS
    default_sort = "received_at"
    verbs = {"create": "quotation.create", "close": "quotation.edit"}

    def _answer(self, inquiry_id: int, status: int = 200) -> Response:
        found = queries.get_inquiry_by_id(self.actor, inquiry_id)
        location = f"/api/v1/inquiries/{found.number}/" if status == 201 else ""
        body = representation.inquiry_row(self.actor, found)
        return self.answer(body, version=found.version, status=status, location=location)

    @extend_schema(
        summary="List inquiries",
        parameters=conditions.parameters(InquiryFilter, queries.INQUIRY_SORTS, "received_at"),
        responses=shapes.InquiryPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Inquiries you may see, newest first."""
        found = self.filtered(InquiryFilter, queries.list_inquiries(self.actor))
        return self.page(found, lambda rows: [representation.inquiry_row(self.actor, row) for row in rows])

    @extend_schema(summary="Read an inquiry", responses=shapes.InquirySerializer)
    def retrieve(self, request: Request, number: str) -> Response:
        """An inquiry."""
        return self._answer(queries.get_inquiry(actor=self.actor, number=number).pk)

    @extend_schema(
        summary="Record an inquiry", request=shapes.InquiryInputSerializer, responses={201: shapes.InquirySerializer}
    )
    def create(self, request: Request) -> Response:
        """What somebody asked, by which way, received when."""
        data = self.validated(shapes.InquiryInputSerializer)
        if code := data.pop("customer", None):
            data["customer_id"] = customers.get_customer_by_code(actor=self.actor, code=code).pk
        return self._answer(operations.record_inquiry(actor=self.actor, values=data, at=clock.now()).pk, status=201)

    @extend_schema(summary="Close an inquiry", request=ReasonSerializer, responses=shapes.InquirySerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, number: str) -> Response:
        """Nothing will come of it, and why."""
        found = queries.get_inquiry(actor=self.actor, number=number)
        data = self.validated(ReasonSerializer)
        operations.close_inquiry(actor=self.actor, inquiry_id=found.pk, version=self.version(), at=clock.now(), **data)
        return self._answer(found.pk)
