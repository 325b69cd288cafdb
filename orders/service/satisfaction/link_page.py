"""The page behind a link on which a customer says how content he is. No sign-in, nothing but this order."""

from typing import Any

from orders.answers.link_page import Act, LinkPage
from orders.service.satisfaction import forms, operations, queries


def _context(found: Any) -> dict[str, Any]:
    return {"order": found.order, "waits": found.is_waiting, "signed_on": queries.signed_on(found.order)}


PAGE = LinkPage(
    template="orders/satisfaction/customer.html",
    find=queries.of_link,
    acts={"answer": Act(forms.AnswerForm, operations.answer)},
    context=_context,
    named="request_id",
)
