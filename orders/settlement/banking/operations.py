"""What becomes of a row of a bank statement: loaded once, recorded as a receipt, or set aside."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, errors, events
from common.dates import business_day
from common.operation import operation
from customers import queries as customers
from orders.settlement import operations as settlement
from orders.settlement import queries as settlement_queries
from orders.settlement import sharing
from orders.settlement.banking import matching, queries
from orders.settlement.banking.models import BankLine
from orders.settlement.models import Receipt

State = BankLine.State
PROPOSED, OLDEST, LATER = "proposed", "oldest", "later"
ALLOCATIONS = (PROPOSED, OLDEST, LATER)
PROVIDER = "bank"  # as receipts that are typed with the bank's number


@dataclass(frozen=True)
class NewLine:
    """A row as a file or another system brings it; ``place`` tells equal rows without a reference apart."""

    booked_date: date
    amount: Decimal
    currency: str
    reference: str = ""
    payer: str = ""
    payer_account: str = ""
    text: str = ""
    place: int = 1

    @property
    def digest(self) -> str:
        """What makes it the same row when it comes again."""
        said = [self.reference]
        if not self.reference:
            said = [self.booked_date.isoformat(), f"{self.amount.normalize():f}", self.currency, self.payer]
            said += [self.payer_account, self.text, str(self.place)]
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


@operation
def load_lines(*, actor: User, source: str, lines: Sequence[NewLine], at: datetime) -> list[BankLine]:
    """Keep rows of a bank's statement, each once per ``source``, with what they seem to be; those that are here
    already are left as they are. Returns the new ones. Raises NotAllowed, Invalid."""
    rights.require(actor, queries.VERB)
    known = set(
        BankLine.objects.filter(source=source, digest__in=[one.digest for one in lines]).values_list(
            "digest", flat=True
        )
    )
    new = {one.digest: one for one in lines if one.digest not in known}
    for one in new.values():
        currencies.require_code(one.currency)
        if one.amount <= 0:
            raise errors.Invalid(fields={"amount": [_("Enter more than zero.")]})
        if one.booked_date > business_day(at):
            raise errors.Invalid(fields={"booked_date": [_("Money cannot have come in on a day to come.")]})
    ranked = queries.match(
        [queries.Row(one.booked_date, one.currency, one.amount, one.payer, one.text) for one in new.values()]
    )
    rows = [
        BankLine(
            source=source,
            digest=digest,
            reference=one.reference,
            booked_date=one.booked_date,
            currency_id=one.currency,
            amount=one.amount,
            payer=one.payer,
            payer_account=one.payer_account,
            text=one.text,
            proposal=matching.as_json(candidates),
            is_certain=matching.is_certain(candidates),
            loaded_by=actor,
            loaded_at=at,
        )
        for (digest, one), candidates in zip(new.items(), ranked, strict=True)
    ]
    BankLine.objects.bulk_create(rows, batch_size=1000)
    if rows:
        events.record("bank_lines.loaded", None, at=at, number=source, count=len(rows))
    return rows


@operation
def record_line(
    *,
    actor: User,
    line_id: int,
    customer_id: int,
    allocate: str = PROPOSED,
    at: datetime,
    version: int | None = None,
) -> BankLine:
    """Record a row as money received from a customer: allocated to what it seems meant for (PROPOSED; oldest first
    where nothing says so), to what is due longest, or later.

    Raises NotFound, NotAllowed, Stale, Invalid, WrongState when it is settled already, Conflict as
    ``record_receipt`` and ``allocate_receipt`` do.
    """
    if allocate not in ALLOCATIONS:
        raise errors.Invalid(fields={"allocate": [_("Choose one of the list.")]})
    seen = queries.get_line(actor, line_id)
    _require_new(seen)
    receipt = settlement.record_receipt(
        actor=actor,
        customer_id=customer_id,
        amount=seen.amount,
        received_date=seen.booked_date,
        currency=str(seen.currency_id),
        method="TRANSFER",
        provider=PROVIDER,
        external_id=seen.reference or f"row-{seen.pk}",
        payer=seen.payer,
        notes=seen.text,
        at=at,
    )
    if allocate != LATER and not receipt.allocated:
        receipt = _allocate(actor, receipt, _meant(seen, customer_id) if allocate == PROPOSED else [], at)
    line = queries.lock_line(actor=actor, line_id=line_id, version=version)
    _require_new(line)
    _decide(line, State.RECORDED, actor, at, receipt=receipt)
    events.record("bank_line.recorded", line, at=at, number=receipt.number, amount=str(line.amount))
    return line


@operation
def record_certain(*, actor: User, line_id: int, at: datetime) -> BankLine:
    """Record a row as it is proposed, if the match is still certain now. Raises as ``record_line``, and Conflict where
    it is not."""
    line = queries.get_line(actor, line_id)
    _require_new(line)
    ranked = queries.match_now(line)
    if not matching.is_certain(ranked):
        raise errors.Conflict(_("It is not certain any more whom this is from; choose."), code="not_certain")
    return record_line(actor=actor, line_id=line_id, customer_id=ranked[0].customer_id, version=line.version, at=at)


@operation
def set_line_aside(*, actor: User, line_id: int, reason: str, at: datetime, version: int | None = None) -> BankLine:
    """Say that a row is no payment of a customer (interest, a loan, a refund of ours), with a reason. Raises NotFound,
    NotAllowed, Stale, Invalid, WrongState."""
    settlement.require_reason(reason)
    line = queries.lock_line(actor=actor, line_id=line_id, version=version)
    _require_new(line)
    _decide(line, State.ASIDE, actor, at, reason=reason.strip())
    events.record("bank_line.set_aside", line, at=at, reason=reason)
    return line


@operation
def take_line_up(*, actor: User, line_id: int, at: datetime, version: int | None = None) -> BankLine:
    """A row that was set aside is to be recorded after all. Raises NotFound, NotAllowed, Stale, WrongState."""
    line = queries.lock_line(actor=actor, line_id=line_id, version=version)
    if line.state != State.ASIDE:
        raise errors.WrongState(_("This row was not set aside."), status=line.state, possible=[])
    _decide(line, State.NEW, actor, at)
    events.record("bank_line.taken_up", line, at=at)
    return line


def _require_new(line: BankLine) -> None:
    if line.state != State.NEW:
        possible = ["take-up"] if line.state == State.ASIDE else []
        text = _("This row is settled already: %(state)s.") % {"state": line.get_state_display()}
        raise errors.WrongState(text, status=line.state, possible=possible)


def _decide(
    line: BankLine, state: str, actor: User, at: datetime, *, receipt: Receipt | None = None, reason: str = ""
) -> None:
    line.state, line.receipt, line.reason = state, receipt, reason[:300]
    line.decided_by, line.decided_at = actor, at
    line.version += 1
    line.save(update_fields=["state", "receipt", "reason", "decided_by", "decided_at", "version"])


def _meant(line: BankLine, customer_id: int) -> list[tuple[str, int]]:
    """(order, sequence) that the row seems to pay when it is this customer's, as things stand."""
    ranked = queries.match_now(line)
    found = next((one for one in ranked if one.customer_id == customer_id), None)
    return [(order, sequence) for order, sequence in found.pays] if found else []


def _allocate(actor: User, receipt: Receipt, meant: Iterable[tuple[str, int]], at: datetime) -> Receipt:
    """Pour the money over what is meant, in its order; over what is due longest where nothing is."""
    wanted = list(meant)
    customer = customers.get_bare(actor=actor, customer_id=receipt.customer_id)
    rows = settlement_queries.open_rows_of_customer(actor, customer.pk, customer.credit_holder_id)
    by_name = {(row.order, row.sequence): row for row in rows if row.currency == receipt.currency_id}
    chosen = [by_name[one] for one in wanted if one in by_name]
    if not chosen:
        return settlement.allocate_oldest_first(actor=actor, receipt_id=receipt.pk, at=at)
    parts = sharing.oldest_first(receipt.amount, [row.open for row in chosen])
    pairs = [(row.plan_row_id, part) for row, part in zip(chosen, parts, strict=True) if part]
    return settlement.allocate_receipt(actor=actor, receipt_id=receipt.pk, allocations=pairs, at=at)
