"""Making and changing quotations: documents, versions, alternatives. A sent version is never changed (R084)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, dates, editing, errors, events, numbering, settings
from common.operation import operation
from common.rows import insert_rows
from customers.models import Customer
from orders.entry import defaults
from orders.order.states import AGREED
from orders.quotation import offering, policies, queries, states
from orders.quotation.drafts import HEADER, LINE_OFFERED, OFFER, OfferLineDraft, QuotationDraft
from orders.quotation.models import Inquiry, Quotation, QuotationLine, QuotationVersion
from orders.quotation.operations import saving
from orders.quotation.states import InquiryStatus, Move, Status

VALID_DAYS = "quotation.valid_days"
LETTERS = "ABCDEFGHIJ"
_FROM_CUSTOMER = ("contact_name", "contact_phone")


@operation
def create_quotation(*, actor: User, draft: QuotationDraft, at: datetime) -> Quotation:
    """Make a quotation with its first version A1; what is not given comes from master data. With ``inquiry_id`` it
    answers an inquiry, whose customer and contact it takes.

    Raises NotAllowed, NotFound, Invalid with field paths, Conflict (no exchange rate known).
    """
    rights.require(actor, "quotation.create")
    day = dates.business_day(at)
    inquiry = queries.lock_inquiry(actor=actor, inquiry_id=draft.inquiry_id) if draft.inquiry_id else None
    customer = defaults.find_customer(actor, customer_id=_customer_of(draft, inquiry), code=draft.customer_code)
    follows = defaults.from_customer(customer, actor, day)
    quotation = Quotation(customer=customer, quote_date=day, created_by=actor, created_at=at, updated_at=at)
    quotation.salesperson_id, quotation.department_id = follows["salesperson_id"], follows["department_id"]
    for name in _FROM_CUSTOMER:
        setattr(quotation, name, (getattr(inquiry, name) if inquiry else "") or follows[name])
    header = draft.given(HEADER)
    editing.assign(quotation, header)
    saving.check(quotation, header)
    offer = QuotationVersion(alternative=LETTERS[0], no=1, quote_date=day, created_by=actor, created_at=at)
    offer.valid_until = day + timedelta(days=int(settings.get(VALID_DAYS)))
    for name in ("payment_term_id", "currency_id", "exchange_rate"):
        setattr(offer, name, follows[name])
    _take(offer, draft.given(OFFER), at)
    lines = offering.build(offer, customer.pk, actor, draft.lines)
    if inquiry is not None:
        _answer(inquiry, customer, at)
        quotation.inquiry = inquiry
    saving.follow(quotation, [offer])
    quotation.number = numbering.draw(numbering.Series.QUOTATION, day)
    quotation.save(force_insert=True)
    _write(quotation, offer, lines)
    events.record("quotation.created", quotation, at=at, customer=customer.code, total=str(offer.total_amount))
    return quotation


def _customer_of(draft: QuotationDraft, inquiry: Inquiry | None) -> int | None:
    named = draft.customer_id or (None if draft.customer_code or inquiry is None else inquiry.customer_id)
    if named is None and not draft.customer_code:
        raise errors.Invalid(fields={"customer": [_("Choose a customer.")]})
    return named


def _answer(inquiry: Inquiry, customer: Customer, at: datetime) -> None:
    """An inquiry that is quoted; who was no customer yet is one now."""
    if inquiry.customer_id and inquiry.customer_id != customer.pk:
        raise errors.Invalid(fields={"customer": [_("The inquiry is another customer's.")]})
    inquiry.customer, inquiry.status = customer, InquiryStatus.QUOTED
    inquiry.version += 1
    inquiry.updated_at = at
    inquiry.save(update_fields=["customer", "status", "version", "updated_at"])


def _take(offer: QuotationVersion, given: Mapping[str, Any], at: datetime) -> list[str]:
    """Set columns of an unsent version with what follows from them; returns those that changed. Raises Invalid."""
    day = dates.business_day(at)
    changed = editing.assign(offer, given)
    saving.check_offer(offer, given, day)
    if "currency" in changed:
        offer.exchange_rate = currencies.rate_on(str(offer.currency_id), day)
    return changed


def _write(quotation: Quotation, offer: QuotationVersion, lines: Sequence[QuotationLine]) -> None:
    """Save a new version, or one whose lines are all sent anew."""
    offer.quotation = quotation
    if offer.pk is None:
        insert_rows([offer])
    else:
        offer.save()
        QuotationLine.objects.filter(offer=offer).delete()
    for line in lines:
        line.offer = offer
    insert_rows(lines)


@operation
def change_quotation(
    *,
    actor: User,
    quotation_id: int,
    code: str,
    version: int | None,
    changes: Mapping[str, Any],
    lines: Sequence[OfferLineDraft] | None = None,
    at: datetime,
) -> Quotation:
    """Change the document's head and one of its unsent versions (``A1``); with ``lines`` the whole grid. Other prices
    than typed ones follow currency and tax mode.

    Raises NotFound, NotAllowed, WrongState (sent: make a new version), Stale, Invalid with field paths.
    """
    quotation, versions = _open(actor, quotation_id, version)
    offer = _unsent(versions, code)
    header = {name: value for name, value in changes.items() if name in HEADER}
    changed = editing.assign(quotation, header)
    saving.check(quotation, header)
    given = {name: value for name, value in changes.items() if name in OFFER}
    changed_offer = _take(offer, given, at)
    existing = queries.lines_of(offer)
    drafts = _as_they_are(existing) if lines is None else lines
    built = offering.build(offer, quotation.customer_id, actor, drafts, existing)
    _write(quotation, offer, built)
    saving.follow(quotation, versions)
    saving.save(quotation, changed, at)
    fields = saving.named([*changed, *changed_offer, *(["lines"] if lines is not None else [])])
    events.record("quotation.changed", quotation, at=at, version=offer.code, fields=fields)
    return quotation


def _as_they_are(lines: Sequence[QuotationLine]) -> list[OfferLineDraft]:
    """Lines as they would be entered again: agreed prices given, others asked anew."""
    names = (*LINE_OFFERED, "requested_date", "line_no", "is_optional")
    return [
        OfferLineDraft(
            quantity=line.ordered,
            price=line.price if line.price_source in AGREED else None,
            **{name: getattr(line, name) for name in names},
        )
        for line in lines
    ]


@operation
def add_alternative(
    *, actor: User, quotation_id: int, copy_of: str, label: str, version: int | None, at: datetime
) -> Quotation:
    """Start another alternative as a copy of a version (``A1``), to be offered beside it.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no more letters)."""
    quotation, versions = _open(actor, quotation_id, version)
    source = _named(versions, copy_of)
    letter = next((one for one in LETTERS if one not in {row.alternative for row in versions}), None)
    if letter is None:
        raise errors.Invalid(fields={"label": [_("No more than ten alternatives.")]})
    _copy(actor, quotation, source, letter, 1, at, label=label)
    saving.save(quotation, (), at)
    events.record("quotation.alternative_added", quotation, at=at, version=f"{letter}1", source=source.code)
    return quotation


@operation
def revise_quotation(
    *, actor: User, quotation_id: int, alternative: str, version: int | None, at: datetime
) -> Quotation:
    """Start a new version of an alternative as a copy of its newest, which was sent. What the customer holds stands
    until the new one is sent; a lost or expired quotation is a draft again.

    Raises NotFound, NotAllowed, WrongState (also while there is an unsent version), Stale."""
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id, version=version)
    policies.require(actor, "quotation.edit", quotation)
    quotation.status = states.after(quotation.status, Move.REVISE)
    versions = queries.versions_of(quotation)
    newest = next((one for one in reversed(versions) if one.alternative == alternative.upper()), None)
    if newest is None or newest.is_dropped:
        raise errors.NotFound()
    if not newest.is_frozen:
        raise errors.WrongState(_("%(version)s was not sent yet; change it.") % {"version": newest.code}, possible=[])
    offer = _copy(actor, quotation, newest, newest.alternative, newest.no + 1, at, label=newest.label)
    quotation.outcome_code, quotation.outcome_text, quotation.competitor = "", "", ""
    quotation.decided_at = None
    saving.follow(quotation, [*versions, offer])
    saving.save(quotation, ("status", "outcome_code", "outcome_text", "competitor", "decided_at"), at)
    events.record("quotation.revised", quotation, at=at, version=offer.code, source=newest.code)
    return quotation


@operation
def drop_version(*, actor: User, quotation_id: int, code: str, version: int | None, at: datetime) -> Quotation:
    """Take an unsent version away; of a sent one, give its alternative up: the customer may not order it any more.
    One alternative stays. Raises NotFound, NotAllowed, WrongState, Stale."""
    quotation, versions = _open(actor, quotation_id, version)
    offer = _named(versions, code)
    others = [one for one in versions if one.pk != offer.pk and not one.is_dropped]
    if offer.is_frozen:
        others = [one for one in others if one.alternative != offer.alternative]
    if not others:
        raise errors.WrongState(_("A quotation keeps one version; withdraw it as a whole."), possible=["withdraw"])
    if offer.is_frozen:
        rows = [one for one in versions if one.alternative == offer.alternative]
        QuotationVersion.objects.filter(pk__in=[one.pk for one in rows]).update(is_dropped=True)
        for one in rows:
            one.is_dropped = True
    else:
        offer.delete()
        versions.remove(offer)
    saving.follow(quotation, versions)
    saving.save(quotation, (), at)
    events.record("quotation.version_dropped", quotation, at=at, version=code.upper())
    return quotation


def _copy(
    actor: User, quotation: Quotation, source: QuotationVersion, letter: str, no: int, at: datetime, *, label: str
) -> QuotationVersion:
    day = dates.business_day(at)
    offer = QuotationVersion(alternative=letter, no=no, quote_date=day, created_by=actor, created_at=at)
    for name in (*OFFER, *offering.SUMS, "exchange_rate"):
        setattr(offer, name, getattr(source, name))
    offer.label = label.strip()
    saving.check(offer, ["label"])
    offer.valid_until = max(source.valid_until, day + timedelta(days=int(settings.get(VALID_DAYS))))
    _write(quotation, offer, offering.copies(offer, queries.lines_of(source)))
    return offer


def _open(actor: User, quotation_id: int, version: int | None) -> tuple[Quotation, list[QuotationVersion]]:
    """The quotation, locked for its editor, while it is still worked on."""
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id, version=version)
    policies.require(actor, "quotation.edit", quotation)
    if quotation.status not in (Status.DRAFT, Status.SENT):
        raise errors.WrongState(
            _("The quotation is %(status)s.") % {"status": Status(quotation.status).label},
            status=str(quotation.status),
            possible=[str(one) for one in states.possible_moves(quotation.status)],
        )
    return quotation, queries.versions_of(quotation)


def _named(versions: Sequence[QuotationVersion], code: str) -> QuotationVersion:
    found = next((one for one in versions if one.code == code.upper()), None)
    if found is None:
        raise errors.NotFound()
    return found


def _unsent(versions: Sequence[QuotationVersion], code: str) -> QuotationVersion:
    offer = _named(versions, code)
    if offer.is_frozen:
        words = _("%(version)s was sent and is never changed; make a new version.")
        raise errors.WrongState(words % {"version": offer.code}, possible=[str(Move.REVISE)])
    return offer
