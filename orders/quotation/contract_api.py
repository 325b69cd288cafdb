"""The contract of an order over the API: of which clauses it is made, and making it (R088)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors
from orders.agreements import clauses
from orders.order import queries as orders
from orders.order.api import OrderApi
from orders.order.serializers import OrderSerializer
from orders.quotation import contracts
from orders.quotation.serializers import ContractInputSerializer, ContractSerializer


def contract_row(order: Any) -> dict[str, Any]:
    """The contract of an order as it stands (``ContractSerializer``)."""
    rows = clauses.of_order(order)
    return {
        "contract_state": order.contract_state,
        "signed_on": order.contract_signed_date,
        "terms": order.contract_terms,
        "clauses": [
            {
                "code": row.wording.clause.code,
                "kind": row.wording.clause.kind,
                "name": row.wording.name,
                "wording": row.wording.no,
                "text": row.wording.text,
            }
            for row in rows
        ],
    }


class OrderContractMixin(OrderApi):
    """Reading and writing the contract terms of an order."""

    @extend_schema(summary="Contract of an order", responses=ContractSerializer)
    @action(detail=True, methods=["get"])
    def contract(self, request: Request, reference: str) -> Response:
        """The terms, and the clauses of the library they were made of."""
        return Response(contract_row(orders.get_order(actor=self.actor, reference=reference)))

    @extend_schema(summary="Write a contract of clauses", request=ContractInputSerializer, responses=OrderSerializer)
    @contract.mapping.post
    def compose_contract(self, request: Request, reference: str) -> Response:
        """The terms of a draft are these clauses in their present wording, in this order, then words of its own."""
        data = self.validated(ContractInputSerializer)
        known = {row.code: row.pk for row in clauses.list_clauses().filter(code__in=data["clauses"])}
        if unknown := [code for code in data["clauses"] if code not in known]:
            words = _("Nothing is known under “%(text)s”.") % {"text": ", ".join(unknown[:5])}
            raise errors.Invalid(fields={"clauses": [words]})
        order = contracts.compose_contract(
            actor=self.actor,
            order_id=self.order_id(reference),
            clause_ids=[known[code] for code in data["clauses"]],
            own_text=data["own_text"],
            version=self.version(),
            at=clock.now(),
        )
        return self.answer_order(order)
