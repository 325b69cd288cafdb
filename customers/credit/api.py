"""Limits, grades, reports and guarantees over the API (R107–R110); customers are named by code."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from common.api.views import ApiViewSet
from common.money import plain
from customers import queries as customers
from customers.credit import filters, operations, queries
from customers.credit import serializers as shapes
from customers.credit.policies import DECIDE, PROPOSE

if TYPE_CHECKING:
    from accounts.people.models import User

_PEOPLE = ("proposed_by", "decided_by", "created_by")
_MONEY = ("amount", "order_cap")


def row_of(shape: type, row: Any) -> dict[str, Any]:
    """A row as its serializer names it."""
    found: dict[str, Any] = {"customer": row.customer.code}
    for name in shape().fields:
        if name in found:
            continue
        value = getattr(row, name)
        if name in _PEOPLE:
            value = value.username if value else None
        elif (name in _MONEY or name == "score") and value is not None:
            value = plain(value, 2)
        found[name] = value
    return found


class _Room(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    shape: Any = None
    rows: Any = None
    conditions_of: Any = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def answer_row(self, key: int, status: int = 200) -> Response:
        """One as it stands."""
        row = queries.get(type(self).rows(self.actor), key)
        location = f"{self.request.path}{row.pk}/" if status == 201 else ""
        return self.answer(row_of(self.shape, row), version=row.version, status=status, location=location)

    def answer_page(self) -> Response:
        """A page of those that the actor may see."""
        found = self.filtered(self.conditions_of, type(self).rows(self.actor))
        return self.page(found, lambda rows: [row_of(self.shape, row) for row in rows])

    def named(self, shape: Any) -> dict[str, Any]:
        """The body, with the customer's key in the place of his code."""
        data = self.validated(shape)
        code = data.pop("customer")
        customer = customers.get_customer_by_code(actor=self.actor, code=code)
        return {"customer_id": customer.pk, "actor": self.actor, "at": clock.now(), **data}

    def seen(self) -> dict[str, Any]:
        """What every verb takes."""
        return {"actor": self.actor, "version": self.version(), "at": clock.now()}


class CreditLimitViewSet(_Room):
    """Changes of customers' credit: proposed, decided by another person, in force from a day on."""

    serializer_class = shape = shapes.CreditLimitSerializer
    rows = queries.list_limits
    conditions_of = filters.CreditLimitFilter
    verbs = {"create": PROPOSE, "decide": DECIDE, "withdraw": PROPOSE}

    @extend_schema(
        summary="List changes of credit limits",
        parameters=conditions.parameters(filters.CreditLimitFilter, queries.SORTS, "id"),
        responses=shapes.CreditLimitPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.answer_page()

    @extend_schema(summary="Read a change of a limit", responses=shapes.CreditLimitSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self.answer_row(int(pk))

    @extend_schema(
        summary="Propose a credit limit",
        request=shapes.CreditLimitInputSerializer,
        responses={201: shapes.CreditLimitSerializer},
    )
    def create(self, request: Request) -> Response:
        """What the credit is to be from a day on; null: no bound of the customer's own. Another person decides it."""
        return self.answer_row(operations.propose_limit(**self.named(shapes.CreditLimitInputSerializer)).pk, 201)

    @extend_schema(
        summary="Decide a credit limit",
        request=shapes.CreditDecisionSerializer,
        responses=shapes.CreditLimitSerializer,
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve or refuse; never by who proposed it."""
        data = self.validated(shapes.CreditDecisionSerializer)
        operations.decide_limit(limit_id=int(pk), **data, **self.seen())
        return self.answer_row(int(pk))

    @extend_schema(summary="Withdraw a credit limit", request=None, responses=shapes.CreditLimitSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a proposal back."""
        operations.withdraw_limit(limit_id=int(pk), **self.seen())
        return self.answer_row(int(pk))


class CreditGradingViewSet(_Room):
    """Grades of customers: worked out from their payments or proposed, then decided."""

    serializer_class = shape = shapes.CreditGradingSerializer
    rows = queries.list_gradings
    conditions_of = filters.CreditGradingFilter
    verbs = {"create": PROPOSE, "decide": DECIDE}

    @extend_schema(
        summary="List credit grades",
        parameters=conditions.parameters(filters.CreditGradingFilter, queries.SORTS, "id"),
        responses=shapes.CreditGradingPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.answer_page()

    @extend_schema(summary="Read a credit grade", responses=shapes.CreditGradingSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One with the parts of its score."""
        return self.answer_row(int(pk))

    @extend_schema(
        summary="Propose a credit grade",
        request=shapes.CreditGradingInputSerializer,
        responses={201: shapes.CreditGradingSerializer},
    )
    def create(self, request: Request) -> Response:
        """By judgement; another person decides it."""
        return self.answer_row(operations.propose_grade(**self.named(shapes.CreditGradingInputSerializer)).pk, 201)

    @extend_schema(
        summary="Decide a credit grade",
        request=shapes.CreditDecisionSerializer,
        responses=shapes.CreditGradingSerializer,
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Accept or refuse; never by who proposed it."""
        data = self.validated(shapes.CreditDecisionSerializer)
        operations.decide_grade(grading_id=int(pk), **data, **self.seen())
        return self.answer_row(int(pk))


class CreditReportViewSet(_Room):
    """What others say of customers' credit; the file is attached to the report."""

    serializer_class = shape = shapes.CreditReportSerializer
    rows = queries.list_reports
    conditions_of = filters.CreditReportFilter
    verbs = {"create": PROPOSE, "void": PROPOSE}

    @extend_schema(
        summary="List credit reports",
        parameters=conditions.parameters(filters.CreditReportFilter, queries.SORTS, "id"),
        responses=shapes.CreditReportPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.answer_page()

    @extend_schema(summary="Read a credit report", responses=shapes.CreditReportSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it is kept."""
        return self.answer_row(int(pk))

    @extend_schema(
        summary="Keep a credit report",
        request=shapes.CreditReportInputSerializer,
        responses={201: shapes.CreditReportSerializer},
    )
    def create(self, request: Request) -> Response:
        """While it is valid, no better grade is worked out than it means."""
        return self.answer_row(operations.add_report(**self.named(shapes.CreditReportInputSerializer)).pk, 201)

    @extend_schema(summary="Void a credit report", request=ReasonSerializer, responses=shapes.CreditReportSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """It counts no more."""
        reason = self.validated(ReasonSerializer)["reason"]
        operations.void_report(report_id=int(pk), reason=reason, **self.seen())
        return self.answer_row(int(pk))


class GuaranteeViewSet(_Room):
    """Who answers for what customers owe; it raises the usable limit once another person checked its papers."""

    serializer_class = shape = shapes.GuaranteeSerializer
    rows = queries.list_guarantees
    conditions_of = filters.GuaranteeFilter
    verbs = {"create": PROPOSE, "decide": DECIDE, "release": PROPOSE}

    @extend_schema(
        summary="List guarantees",
        parameters=conditions.parameters(filters.GuaranteeFilter, queries.SORTS, "id"),
        responses=shapes.GuaranteePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.answer_page()

    @extend_schema(summary="Read a guarantee", responses=shapes.GuaranteeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One as it stands."""
        return self.answer_row(int(pk))

    @extend_schema(
        summary="Enter a guarantee",
        request=shapes.GuaranteeInputSerializer,
        responses={201: shapes.GuaranteeSerializer},
    )
    def create(self, request: Request) -> Response:
        """It counts once another person checked its papers."""
        return self.answer_row(operations.add_guarantee(**self.named(shapes.GuaranteeInputSerializer)).pk, 201)

    @extend_schema(
        summary="Decide a guarantee", request=shapes.CreditDecisionSerializer, responses=shapes.GuaranteeSerializer
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Its papers are in order, or not; never by who entered it."""
        decided = self.validated(shapes.CreditDecisionSerializer)["is_approved"]
        operations.decide_guarantee(guarantee_id=int(pk), is_approved=decided, **self.seen())
        return self.answer_row(int(pk))

    @extend_schema(summary="Release a guarantee", request=ReasonSerializer, responses=shapes.GuaranteeSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """It is given back and counts no more."""
        reason = self.validated(ReasonSerializer)["reason"]
        operations.release_guarantee(guarantee_id=int(pk), reason=reason, **self.seen())
        return self.answer_row(int(pk))
