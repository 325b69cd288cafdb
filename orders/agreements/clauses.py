"""The library of clauses: each with its wordings in versions, of which contracts name the one they were made with
(R088)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.agreements.models import Clause, ClauseVersion, ContractClause
from orders.order.models import Order

COLUMNS = ("code", "kind", "name", "is_standard", "is_active")


def list_clauses() -> QuerySet[Clause]:
    """All clauses by code, each with its present ``wording``."""
    newest = ClauseVersion.objects.filter(clause=OuterRef("pk")).order_by("-no")
    return Clause.objects.annotate(wording=Subquery(newest.values("text")[:1])).order_by("code")


def get_clause(clause_id: int) -> Clause:
    """One clause with its present wording. Raises NotFound."""
    found = list_clauses().filter(pk=clause_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def present(clause_ids: Collection[int]) -> dict[int, ClauseVersion]:
    """Clause → its present wording, for those in use."""
    rows = ClauseVersion.objects.filter(clause__in=clause_ids, clause__is_active=True).select_related("clause")
    return {row.clause_id: row for row in rows.order_by("no")}


def of_order(order: Order) -> list[ContractClause]:
    """The clauses that an order's contract was made of, with their wordings, in their places."""
    rows = ContractClause.objects.filter(order=order).select_related("wording__clause")
    return list(rows.order_by("place"))


@operation
def save_clause(
    *, actor: User, clause_id: int | None, version: int | None, values: Mapping[str, Any], text: str, at: datetime
) -> Clause:
    """Add a clause (``clause_id`` None) or change one; another wording is a new version, contracts that were made keep
    theirs. Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, "clause.edit")
    clause = editing.locked_or_new(Clause, clause_id)
    columns = editing.as_columns(Clause, values, COLUMNS)
    before = ClauseVersion.objects.filter(clause_id=clause.pk).order_by("-no").first() if clause.pk else None
    editing.change(clause, columns, version if clause_id is not None else None)
    wanted = text.strip().replace("\r\n", "\n")
    if not wanted:
        raise errors.Invalid(fields={"text": [_("Write what the clause says.")]})
    editing.check(clause)
    is_new_wording = before is None or (before.name, before.text) != (clause.name, wanted)
    if clause.pk and is_new_wording:
        clause.version += 1
    clause.save()
    if is_new_wording:
        number = before.no + 1 if before else 1
        words = {"name": clause.name, "text": wanted}
        ClauseVersion.objects.create(clause=clause, no=number, created_by=actor, created_at=at, **words)
    events.record("clause.saved", clause, at=at, number=clause.code, wording=is_new_wording)
    return clause
