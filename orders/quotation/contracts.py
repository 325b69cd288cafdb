"""The contract of an order, made of the library's clauses and words of its own (R088). What it says becomes the
order's contract terms: they are what is approved, printed and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.agreements import clauses
from orders.agreements.models import Clause, ClauseVersion, ContractClause
from orders.entry import drafting
from orders.order import policies, queries
from orders.order.choices import ContractState
from orders.order.models import Order


@operation
def compose_contract(
    *,
    actor: User,
    order_id: int,
    clause_ids: Sequence[int],
    own_text: str = "",
    version: int | None = None,
    at: datetime,
) -> Order:
    """Write the contract terms of a draft: these clauses in this order, in their present wording, then words of its
    own. The contract is drafted then. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    wordings = clauses.present(clause_ids)
    chosen = list(dict.fromkeys(clause_ids))
    if unknown := [pk for pk in chosen if pk not in wordings]:
        words = _("%(count)s of the clauses are unknown or out of use.") % {"count": len(unknown)}
        raise errors.Invalid(fields={"clauses": [words]})
    text = terms([wordings[pk] for pk in chosen], own_text)
    changes = {"contract_terms": text}
    before = queries.get_order_by_id(actor=actor, order_id=order_id)
    if text and before.contract_state == ContractState.NONE:
        changes["contract_state"] = ContractState.DRAFTED
    order = drafting.change_order(actor=actor, order_id=order_id, version=version, changes=changes, at=at)
    ContractClause.objects.filter(order=order).delete()
    rows = [ContractClause(order=order, place=place, wording=wordings[pk]) for place, pk in enumerate(chosen, start=1)]
    ContractClause.objects.bulk_create(rows)
    events.record("order.contract_written", order, at=at, clauses=[wordings[pk].clause.code for pk in chosen])
    return order


def terms(wordings: Sequence[ClauseVersion], own_text: str) -> str:
    """The text of a contract: numbered clauses, then its own words."""
    numbered = [f"{place}. {one.name}: {one.text}" for place, one in enumerate(wordings, start=1)]
    return "\n".join(filter(None, [*numbered, own_text.strip().replace("\r\n", "\n")]))


@dataclass(frozen=True)
class Contract:
    """What the contract of an order is made of, for its editor: ``offered`` clauses, those ``chosen`` by key, words of
    its own, and the names of clauses of which there is a newer wording."""

    offered: list[Clause]
    chosen: list[int]
    own_text: str
    outdated: list[str]


def contract_of(actor: User, order: Order) -> Contract:
    """The contract as it stands; of one that has no terms yet, what every contract has. Raises NotAllowed for who may
    not edit the order."""
    policies.require(actor, "order.edit", order)
    offered = list(clauses.list_clauses().filter(is_active=True))
    used = clauses.of_order(order)
    if not order.contract_terms:
        return Contract(offered, [one.pk for one in offered if one.is_standard], "", [])
    made = terms([one.wording for one in used], "")
    if not order.contract_terms.startswith(made):  # somebody wrote into it since
        return Contract(offered, [], order.contract_terms, [])
    newest = clauses.present([one.wording.clause_id for one in used])
    outdated = [one.wording.clause.name for one in used if newest.get(one.wording.clause_id) != one.wording]
    own = order.contract_terms[len(made) :].strip()
    return Contract(offered, [one.wording.clause_id for one in used], own, outdated)
