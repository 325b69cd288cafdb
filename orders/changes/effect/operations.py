"""A change takes effect: exactly once, as a whole, on the revision it was written for (SEMANTICS 8, R195–R202)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from orders.changes import flags, policies, projecting, queries, states, validating
from orders.changes.choices import LetterState
from orders.changes.effect import carrying, overtaking, papers, risking, telling
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.projecting import Projection
from orders.changes.revisions import queries as revisions
from orders.changes.revisions import snapshot
from orders.changes.revisions.models import OrderRevision
from orders.changes.states import Move
from orders.closure import aftermath
from orders.deltas import operations as deltas
from orders.order import content, followers, writing
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.choices import ContractState
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine

_SIGNED = (ContractState.SENT, ContractState.SIGNED)
# of the order, beside what is derived of it
_COLUMNS = (
    *("revision", "content_hash", "is_changing", "contract_state", "contract_signed_date"),
    *("status", "closed_at", "received_amount", "next_due_date", "risks"),
)


@operation
def take_effect_now(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> ChangeRequest:
    """Let an approved request take effect that nobody has to be asked about any more: its customer agreed, or need not,
    and what stood in the way before (credit, money on the plan, a freeze) does not any more. Where the order moved
    under it, it is marked as overtaken instead: ``state`` and ``conflicts`` say so.

    Raises NotFound, NotAllowed, WrongState (not approved; ``not_accepted``: the customer has not agreed to it as it
    stands), Stale, CreditExceeded, Conflict.
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    states.after(request.state, Move.TAKE_EFFECT)
    if request.needs_customer and not has_agreed(request):
        raise errors.WrongState(
            _("The customer has not agreed to the change yet."), code="not_accepted", status=str(request.state)
        )
    take_effect(actor=actor, request=request, order=order, lines=orders.lines_of(order), items=items, at=at)
    return request


def has_agreed(request: ChangeRequest) -> bool:
    """Whether the customer accepted the request as it stands."""
    answers = request.letters.filter(state=LetterState.ACCEPTED)  # type: ignore[attr-defined]
    return answers.filter(agreed_hash=request.content_hash).exists()


def take_effect(
    *,
    actor: User,
    request: ChangeRequest,
    order: Order,
    lines: Sequence[OrderLine],
    items: Sequence[ChangeItem],
    at: datetime,
) -> bool:
    """Let an approved request take effect, inside the operation of the last decision or of the customer's acceptance:
    order (with its credit holder) and request are locked, ``lines`` are all lines as they stand. Saves both; the
    request keeps the fingerprint that its signatures bind to.

    False: the order moved under the request, which is marked as overtaken with its ``conflicts``; nothing else changed.
    Raises WrongState (the request is not approved, the order is frozen), CreditExceeded, Conflict.
    """
    states.after(request.state, Move.TAKE_EFFECT)
    order_policies.require_not_frozen(order)
    moved = overtaking.conflicts(request, order, lines, items)
    found = None

    def attempt() -> Projection:
        projected = projecting.project(order, lines, items, actor=request.created_by, at=at)
        validating.require_valid(projected, dates.business_day(at), request.created_by)
        return projected

    if not moved:
        try:
            found = attempt()
        except errors.Invalid:
            moved = overtaking.refused(attempt, items)
    if found is None:
        overtake(request, order, lines, moved, at)
        return False
    _apply(found, request, order, actor=actor, at=at)
    return True


def overtake(
    request: ChangeRequest, order: Order, lines: Sequence[OrderLine], moved: list[overtaking.Conflict], at: datetime
) -> None:
    """Mark a locked request as overtaken by what moved under it; saves it."""
    request.state = states.after(request.state, Move.OVERTAKE)
    request.conflicts = moved
    if changed := flags.put(order, lines, (), False):
        writing.save(order, changed, at)
    _save(request, at)
    events.record("change.overtaken", request, at=at, order=str(order), paths=[one["path"] for one in moved])
    telling.tell_overtaken(request, order, at)


def _apply(found: Projection, request: ChangeRequest, order: Order, *, actor: User, at: datetime) -> None:
    former = _keep(found, request, at, actor)
    anew = risking.found_anew(found, dates.business_day(at))  # before it costs the agreements it calls off
    agreed = deltas.standing(found.before)
    carried = carrying.carry_out(found, order, actor=actor, document=request.number or "", at=at)
    order.revision += 1
    order.risks = risking.stored(anew)
    _sign_again(order, found, former.content_hash)
    flags.put(order, order.loaded_lines, (), False)
    order.content_hash = content.content_hash(order, order.loaded_lines)
    deltas.note(
        order,
        deltas.Cause.CHANGE,
        before=agreed,
        after=deltas.standing(order.loaded_lines),
        by=actor,
        at=at,
        reason=revisions.why(request),
        document=request.number or "",
    )
    writing.save(order, [*found.head, *_COLUMNS, *_derived(found, order)], at)
    request.state = states.after(request.state, Move.TAKE_EFFECT)
    request.revision, request.effective_at, request.ended_at = order.revision, at, at
    documents, new_risks = papers.stale(found, order), risking.new_ones(found.was, anew)
    request.aftermath = papers.aftermath(found, order, carried, documents) | {"risks": risking.stored(new_risks)}
    _save(request, at)
    followers.tell(order, Happening.CHANGED, lines=order.loaded_lines, actor=actor, at=at)
    aftermath.tell_closures(carried.affected, actor=actor, at=at)
    telling.tell(request, found, order, actor=actor, at=at)
    papers.tell_owners(request, order, documents, at)
    risking.tell(request, order, new_risks, actor=actor, at=at)


def _keep(found: Projection, request: ChangeRequest, at: datetime, actor: User) -> OrderRevision:
    """The revision that ends, whole; in force since the one before it ended, or since the order took effect anew."""
    order = found.was
    last = OrderRevision.objects.filter(order=order).order_by("-revision").first()
    began = [moment for moment in (order.effective_at, last.ended_at if last else None) if moment is not None]
    kept = OrderRevision(
        order=order,
        revision=order.revision,
        content=snapshot.of(order, found.before),
        content_hash=content.content_hash(order, found.before),
        began_at=max(began, default=at),
        ended_at=at,
        request=request,
        by=actor,
    )
    kept.save(force_insert=True)
    return kept


def _sign_again(order: Order, found: Projection, former_hash: str) -> None:
    """A contract that was signed, or sent to be, is signed again when what it says changed (R201)."""
    if order.contract_state in _SIGNED and content.content_hash(order, order.loaded_lines) != former_hash:
        order.contract_state, order.contract_signed_date = ContractState.DRAFTED, None


def _derived(found: Projection, order: Order) -> list[str]:
    """The derived columns that are no longer what they were."""
    names = [one.attname for one in Order._meta.concrete_fields if one.attname in _DERIVED]
    return [name for name in names if getattr(order, name) != getattr(found.was, name)]


_DERIVED = frozenset(
    (
        *("lines_amount", "total_amount", "tax_amount", "net_amount", "cost_amount", "reserved_amount", "due_amount"),
        *("shipped_amount", "unshipped_amount", "signed_amount", "invoiced_amount", "credited_amount", "line_count"),
        *("fulfilment", "signing", "invoicing", "settlement", "stage", "promised_date"),
    )
)


def _save(request: ChangeRequest, at: datetime) -> None:
    """With the next version; not through ``operations.saving``, which makes its fingerprint anew."""
    request.version += 1
    request.updated_at = at
    request.save()
