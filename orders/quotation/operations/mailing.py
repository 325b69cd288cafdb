"""Sending a quotation to its customer by mail (R083)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events, outbox
from common.operation import operation
from orders.quotation import mailing, policies, queries
from orders.quotation.models import Quotation
from orders.quotation.operations import outcomes, saving
from orders.quotation.states import LIVE, Status


@operation
def mail_quotation(
    *,
    actor: User,
    quotation_id: int,
    recipient: str,
    codes: Sequence[str] = (),
    language: str = "",
    note: str = "",
    version: int | None = None,
    at: datetime,
) -> Quotation:
    """Send versions by mail, each as PDF: those in ``codes``, else what was not sent yet, else what the customer holds.
    Unsent ones are sent thereby, as ``send_quotation`` does. ``language``: zh-hans or en, "" as his papers are.

    Raises NotFound, NotAllowed, WrongState (over, or a version that he does not hold), Stale, Invalid (``recipient``,
    ``language``, ``note``, and what sending raises).
    """
    quotation = queries.lock_quotation(actor=actor, quotation_id=quotation_id, version=version)
    policies.require(actor, "quotation.send", quotation)
    _check(recipient, language, note)
    wanted = {code.upper() for code in codes}
    unsent = [one.code for one in queries.unsent(queries.versions_of(quotation)) if not wanted or one.code in wanted]
    if unsent:
        quotation = outcomes.send_quotation(actor=actor, quotation_id=quotation_id, codes=unsent, at=at)
    elif quotation.status not in (*LIVE, Status.WON):
        words = _("The quotation is %(status)s.") % {"status": Status(quotation.status).label}
        raise errors.WrongState(words, status=str(quotation.status), possible=[])
    going = wanted or set(unsent)
    versions = [one for one in queries.standing(queries.versions_of(quotation)) if not going or one.code in going]
    if not versions or going - {one.code for one in versions}:
        raise errors.WrongState(_("The customer does not hold this version."), status=quotation.status, possible=[])
    saving.save(quotation, (), at)
    told: dict[str, Any] = {
        "versions": [one.code for one in versions],
        "language": language or mailing.language_of(quotation),
    }
    payload = {"quotation": quotation.pk, "to": recipient.strip(), "note": note.strip(), **told}
    outbox.put(mailing.TOPIC, f"quotation-{quotation.pk}-{quotation.version}", payload, at=at)
    events.record("quotation.mailed", quotation, at=at, **told)
    return quotation


def _check(recipient: str, language: str, note: str) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    try:
        validate_email(recipient.strip())
    except ValidationError:
        wrong["recipient"] = [_("Enter a mail address.")]
    if language and language not in mailing.LANGUAGES:
        wrong["language"] = [_("Choose one of the list.")]
    if len(note) > mailing.LONGEST:
        wrong["note"] = [_("No more than %(most)s letters.") % {"most": mailing.LONGEST}]
    if wrong:
        raise errors.Invalid(fields=wrong)
