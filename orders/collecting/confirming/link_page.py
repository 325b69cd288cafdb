"""The page behind a link for a statement of account: what it says, and the customer's word on it. No sign-in, nothing
but this statement."""

from typing import Any

from orders.answers.link_page import Act, LinkPage
from orders.collecting import desk
from orders.collecting.confirming import forms, operations, queries


def _context(found: Any) -> dict[str, Any]:
    return {"statement": found.statement, "sheet": desk.of_statement(found.statement), "waits": found.is_waiting}


PAGE = LinkPage(
    template="orders/statement/customer.html",
    find=queries.of_link,
    acts={
        "confirm": Act(forms.ConfirmForm, operations.answer),
        "object": Act(forms.ObjectForm, operations.answer),
    },
    context=_context,
    named="confirmation_id",
    options=lambda found: {"orders": operations.orders_on(found.statement)},
)
