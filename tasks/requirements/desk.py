"""What the pages of requirements put together: controls, tabs, entries as operations take them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import errors
from orders.order import queries as orders
from orders.order.controls import Button, Look, buttons
from orders.order.policies import Action
from products.catalogue import queries as catalogue
from tasks.requirements import policies, states
from tasks.requirements.choices import Kind, Move, State
from tasks.requirements.operations.entering import LineDraft, RequirementDraft

_LOOKS = {
    "requirement.accept": Look("check2"),
    "requirement.ask": Look("send", "post"),
    "requirement.edit": Look("pencil", "link"),
    "requirement.refuse": Look("reply", is_grave=True),
    "requirement.take_back": Look("arrow-counterclockwise", "post"),
    "requirement.supplier": Look("arrow-left-right"),
    "requirement.finish": Look("check2-circle"),
    "requirement.print": Look("printer", "link"),
    "requirement.cancel": Look("x-circle", is_grave=True),
}
_ASKER = (Move.ASK, Move.TAKE_BACK)


def actions(actor: Any, requirement: Any) -> dict[str, Any]:
    """The verbs that the requirement's state knows: the primary one and the others."""
    found = buttons(_possible(actor, requirement), _LOOKS, lambda verb: url_of(requirement, verb.split(".")[1]))
    first = ("requirement.accept", "requirement.ask")
    primary = next((found[verb] for verb in first if verb in found and found[verb].allowed), None)
    return {"primary": primary, "others": [one for one in found.values() if one is not primary]}


def _possible(actor: Any, requirement: Any) -> list[Action]:
    asks, answers = policies.can_ask(actor, requirement), policies.can_answer(actor, requirement)
    moves = states.possible_moves(requirement.state)
    why_not = _("Your role does not include this.")
    found = []
    for move in moves:
        may = asks if move in _ASKER else asks or answers if move == Move.CANCEL else answers
        found.append(Action(f"requirement.{move}", str(move.label), may, True, "" if may else why_not))
    if requirement.state == State.DRAFT and asks:
        found.append(Action("requirement.edit", pgettext("verb", "Edit"), True, True))
    if requirement.state in (State.ASKED, State.ACCEPTED) and answers:
        found.append(Action("requirement.supplier", _("Another supplier"), True, True))
    found.append(Action("requirement.print", _("Print"), True, True))
    return found


def url_of(requirement: Any, end: str = "detail") -> str:
    """Where a verb of this requirement is done, or its page."""
    return reverse(f"tasks:requirement-{end.replace('_', '-')}", args=[requirement.reference])


def line_actions(actor: Any, requirement: Any, line: Any, is_late: bool) -> list[Button]:
    """What may be done about a line that is still to come."""
    if requirement.state != State.ACCEPTED or line.is_ended or not policies.can_answer(actor, requirement):
        return []
    ends = [("move", _("Other day")), ("confirm", pgettext("requirement", "Confirm"))]
    if is_late:
        ends.insert(0, ("remedy", _("Ways out")))
    ends.append(("end", _("No more of it")))
    return [
        Button(
            verb=f"line.{end}",
            label=label,
            url=reverse(f"tasks:requirement-{end}", args=[requirement.reference, line.pk]),
            allowed=True,
            why_not="",
            icon="",
            method="dialog",
            is_grave=end == "end",
        )
        for end, label in ends
    ]


def tabs(asked: dict[str, Any], mine: str) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("tasks:requirement-list")
    found = [
        (pgettext("requirements", "Open"), "open=true", {"open": "true"}),
        (_("Asked of me"), f"state=ASKED&owner={mine}", {"state": "ASKED", "owner": mine}),
        (_("Later than needed"), "open=true&late=true", {"open": "true", "late": "true"}),
        (_("Day not confirmed"), "open=true&unconfirmed=true", {"open": "true", "unconfirmed": "true"}),
        (pgettext("requirements", "All"), "q=", {"q": ""}),
    ]
    shown = {name: value for name, value in asked.items() if name != "cursor"}
    return [{"label": label, "url": f"{base}?{query}", "current": shown == wanted} for label, query, wanted in found]


def draft_of(actor: Any, head: dict[str, Any], rows: Sequence[dict[str, Any]]) -> RequirementDraft:
    """A requirement as the operation takes it; ``rows`` as they were entered. Raises Invalid with paths like
    ``lines.3.product``."""
    lines: list[LineDraft] = []
    wrong: dict[str, list[errors.Text]] = {}
    for place, row in enumerate(rows, start=1):
        product = catalogue.find_by_code(actor, row["product"])
        order_id = None
        try:
            order_id = orders.get_order(actor=actor, reference=row["order"]).pk if row["order"] else None
        except errors.NotFound:
            wrong[f"lines.{place}.order"] = [_("Nothing is known under “%(text)s”.") % {"text": row["order"]}]
        if product is None:
            wrong[f"lines.{place}.product"] = [_("Nothing is known under “%(text)s”.") % {"text": row["product"]}]
            continue
        lines.append(
            LineDraft(
                product_id=product.pk,
                quantity=row["quantity"],
                needed_date=row["needed_date"],
                order_id=order_id,
                line_no=row["line_no"],
                specification=row["specification"],
                wording=row["wording"] or None,
            )
        )
    if wrong:
        raise errors.Invalid(fields=wrong)
    return RequirementDraft(head["kind"], head["department"], lines, head["supplier"], notes=head["notes"])


def rows_of(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """The lines of a draft as they are entered; those that its orders need no longer are left out."""
    return [
        {
            "product": one.product.code,
            "quantity": one.quantity.normalize(),
            "needed_date": one.needed_date,
            "order": one.order.reference if one.order else "",
            "line_no": one.line_no,
            "specification": one.specification,
            "wording": one.wording,
        }
        for one in lines
        if not one.is_ended
    ]


def asked_drafts(form: Any, order: Any) -> list[RequirementDraft]:
    """What a page of an order asks for: one requirement of what is made, one a supplier of what is bought."""
    found = []
    for kind, name in ((Kind.MAKE, "making"), (Kind.BUY, "buying")):
        by_supplier: dict[int | None, list[LineDraft]] = {}
        for need, quantity, day in form.chosen(kind):
            supplier_id = need.product.supplier_id if kind == Kind.BUY else None
            line = LineDraft(need.product.pk, quantity, day, order.pk, need.line.line_no)
            by_supplier.setdefault(supplier_id, []).append(line)
        department = form.cleaned_data[name]
        if by_supplier and department is None:
            raise errors.Invalid(fields={name: [_("Choose a department of the list.")]})
        found += [RequirementDraft(kind, department, lines, pk) for pk, lines in by_supplier.items()]
    return found
