"""A link under which a driver or the customer signs for goods without an account: once, with proof (R167)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.dates import business_day
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from orders.fulfilment import locking
from orders.fulfilment.handover import queries
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.operations import sign_outbound
from orders.fulfilment.proof import Evidence

SIGN = "outbound.sign"
DAYS, MOST_DAYS = 7, 60
Status = OutboundDocument.Status


@operation
def issue_link(
    *,
    actor: User,
    document_id: int,
    at: datetime,
    recipient: str = "",
    days: int = DAYS,
    version: int | None = None,
) -> str:
    """Make a link for signing goods on their way; one that stood before opens nothing any more. ``recipient`` says to
    whom it is given. Gives its path.

    Raises NotFound, NotAllowed, Stale, WrongState (not on the way), Invalid (days).
    """
    shipment = locking.lock_shipment(actor, document_id, SIGN)
    document = shipment.document
    locking.require_version(document, version)
    locking.require_status(document, Status.AUDITED)
    if not 1 <= days <= MOST_DAYS:
        raise errors.Invalid(fields={"days": [_("From 1 to %(n)s days.") % {"n": MOST_DAYS}]})
    _revoke(actor, document.pk, at)
    path = links.issue(
        actor=actor,
        purpose=queries.PURPOSE,
        subject_type=queries.SUBJECT,
        subject_id=document.pk,
        recipient=recipient.strip()[:254],
        valid_until=at + timedelta(days=days),
        single_use=True,
        at=at,
    )
    events.record("outbound.link_made", document, at=at, recipient=recipient.strip())
    return path


@operation
def revoke_link(*, actor: User, document_id: int, at: datetime) -> None:
    """Let the links of a document open nothing any more. Raises NotFound, NotAllowed."""
    document = locking.lock_shipment(actor, document_id, SIGN).document
    _revoke(actor, document.pk, at)
    events.record("outbound.link_revoked", document, at=at)


@operation
def sign_by_link(
    *,
    actor: User,
    link_id: int,
    document_id: int,
    signer: str,
    condition: str,
    arrived: Mapping[int, Decimal],
    evidence: Evidence,
    at: datetime,
    version: int | None = None,
) -> OutboundDocument:
    """Sign as who holds the link: outbound line id → pieces that arrived; what is missing was lost on the way.
    ``actor`` is the machine, ``evidence`` says from where. A link serves once, however often it is sent.

    Raises NotFound (the link), WrongState (signed, or taken back meanwhile), Stale, Invalid.
    """
    lines = {
        one.pk: (arrived.get(one.pk, one.quantity), one.quantity - arrived.get(one.pk, one.quantity))
        for one in queries.lines_of(document_id)
    }
    document = sign_outbound(
        actor=actor,
        document_id=document_id,
        signer=signer,
        signed_date=business_day(at),
        arrived_at=at,
        condition=condition,
        lines=lines,
        evidence=evidence,
        version=version,
        at=at,
    )
    links.use(actor=actor, link_id=link_id, visitor=evidence.visitor or Visitor(), at=at)
    return document


def _revoke(actor: User, document_id: int, at: datetime) -> None:
    links.revoke(actor=actor, purpose=queries.PURPOSE, subject_type=queries.SUBJECT, subject_id=document_id, at=at)
