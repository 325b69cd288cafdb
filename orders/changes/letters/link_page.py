"""The customer's page behind the link of a letter: what we wrote, what would change, what he may choose. No sign-in,
nothing but this change."""

from typing import Any

from orders.answers.link_page import Act, LinkPage
from orders.changes.letters import forms, operations, queries


def _context(found: Any) -> dict[str, Any]:
    stands = queries.still_stands(found, found.request)
    return {
        "order": found.request.order,
        "options": found.options,
        "chosen": queries.chosen_of(found),
        "waits": found.is_waiting and stands,
        "is_moot": found.is_waiting and not stands,
    }


PAGE = LinkPage(
    template="orders/changes/letters/customer.html",
    find=queries.of_link,
    acts={
        "choose": Act(forms.ChooseForm, operations.answer),
        "ask": Act(forms.QuestionForm, operations.ask_back),
        "decline": Act(forms.DeclineForm, operations.answer),
    },
    context=_context,
    named="letter_id",
    options=lambda found: {"options": found.options},
)
