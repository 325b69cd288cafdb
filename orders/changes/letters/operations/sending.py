"""Letters are drafted, sent with a signed link, sent again and taken back (R205). Everything happens under the lock of
the order and of the request."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.answers import asking as answers
from orders.changes import policies, states
from orders.changes import queries as requests
from orders.changes.choices import LetterState
from orders.changes.impact import encoding
from orders.changes.impact import operations as impact
from orders.changes.letters import drafting, queries
from orders.changes.letters.drafting import AS_ASKED, Draft
from orders.changes.letters.models import ChangeLetter
from orders.changes.letters.rights import LETTER
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import State
from orders.order import policies as orders
from orders.order import queries as order_queries

LONGEST_SUBJECT, LONGEST_TEXT = 200, 20_000


@operation
def draft(*, actor: User, request_id: int, at: datetime, language: str = "") -> Draft:
    """The letter about a request as it would be sent now, for its writer to change. ``language``: zh-hans or en, "" as
    the customer's papers are. Keeps the impact sheet that it is drafted from, nothing else.

    Raises NotFound, NotAllowed, WrongState (the request ended, or asks for nothing), Invalid.
    """
    request, items = lock(actor, request_id)
    return _drafted(request, items, language or answers.language_of(request.order.customer), actor, at)[0]


@operation
def send_letter(
    *,
    actor: User,
    request_id: int,
    recipient: str,
    at: datetime,
    subject: str = "",
    text: str = "",
    keys: Collection[str] | None = None,
    language: str = "",
    days: int = answers.DAYS,
    version: int | None = None,
) -> ChangeLetter:
    """Put a request before the customer by mail, with a signed link under which he chooses one of the options, declines
    or asks. ``subject`` and ``text`` "" as drafted; ``keys``: which of the drafted options he is offered beside the
    request as it stands, None for all. A letter that still waits is replaced. ``version`` is that of the request.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    request, items = lock(actor, request_id, version)
    answers.require_letter(recipient, language, days)
    made = write(request, items, language, actor, at, subject=subject, text=text, keys=keys)
    made.recipient, made.valid_until = recipient.strip(), at + timedelta(days=days)
    made.save(force_insert=True)
    answers.ask(queries.KIND, made, actor=actor, at=at)
    events.record("change.customer_asked", request, at=at, order=str(request.order), letter=made.pk)
    return made


def lock(actor: User, request_id: int, version: int | None = None) -> tuple[ChangeRequest, list[ChangeItem]]:
    """A request that may be put before its customer by ``actor``, locked. Raises NotFound, NotAllowed, WrongState,
    Stale."""
    request, order, items = requests.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, LETTER, order)
    if "total_amount" in orders.hidden_columns(actor):  # else he could have them sent to an address of his own
        raise errors.NotAllowed(_("You do not see amounts, so you cannot send them."))
    if request.state not in states.OPEN:
        words = _("The customer is asked about an open change request: this one is %(state)s.")
        raise errors.WrongState(words % {"state": State(request.state).label}, status=str(request.state), possible=[])
    if not items:
        raise errors.WrongState(_("Nothing is changed yet."), code="empty", status=str(request.state))
    return request, items


def write(
    request: ChangeRequest,
    items: list[ChangeItem],
    language: str,
    actor: User,
    at: datetime,
    *,
    subject: str = "",
    text: str = "",
    keys: Collection[str] | None = None,
) -> ChangeLetter:
    """A letter about a locked request, not saved yet; one that waits is taken back. Raises Invalid."""
    language = language or answers.language_of(request.order.customer)
    drafted, sheet = _drafted(request, items, language, actor, at)
    wrong: dict[str, list[errors.Text]] = {}
    for name, words, most in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        if len(words.strip()) > most:
            wrong[name] = [_("No more than %(n)s characters.") % {"n": most}]
    known = [one["key"] for one in drafted.options]
    if keys is not None and not set(keys) <= set(known):
        wrong["options"] = [_("What can be offered changed meanwhile: look at the draft again.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    if (old := queries.asked(request)) is not None:
        answers.take_back(queries.KIND, old, answers.REPLACED, actor=actor, at=at)
    offered = set(known if keys is None else keys) | {AS_ASKED}
    return ChangeLetter(
        request=request,
        sheet=sheet,
        content_hash=request.content_hash,
        language=language,
        subject=" ".join(subject.split()) or drafted.subject,
        text=text.strip() or drafted.text,
        options=[one for one in drafted.options if one["key"] in offered],
        asked_by=actor,
        asked_at=at,
    )


def _drafted(request: ChangeRequest, items: list[ChangeItem], language: str, actor: User, at: datetime) -> Any:
    if language not in answers.LANGUAGES:
        raise errors.Invalid(fields={"language": [_("Choose one of the list.")]})
    kept = impact.refresh(request, at=at, actor=actor, items=items)
    sheet, lines = encoding.read(kept.data), order_queries.lines_of(request.order)
    author = request.created_by
    return drafting.draft_letter(request, sheet, language, lines=lines, items=items, actor=author, at=at), kept


@operation
def resend_letter(*, actor: User, letter_id: int, at: datetime, version: int | None = None) -> ChangeLetter:
    """Send the mail with the same link once more. Raises NotFound, NotAllowed, WrongState (answered, taken back, over,
    or the request changed: write anew), Stale."""
    letter = locked(actor, letter_id, version)
    policies.require(actor, LETTER, letter.request.order)
    require_waiting(letter, at)
    answers.send(queries.KIND, letter, at=at)
    events.record("change.customer_reminded", letter.request, at=at, order=str(letter.request.order), letter=letter.pk)
    return letter


@operation
def revoke_letter(
    *, actor: User, letter_id: int, reason: str, at: datetime, version: int | None = None
) -> ChangeLetter:
    """Take a letter back: its link opens nothing any more. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    letter = locked(actor, letter_id, version)
    policies.require(actor, LETTER, letter.request.order)
    if letter.state != LetterState.ASKED:
        raise answers.settled(letter)
    answers.require_reason(reason)
    answers.take_back(queries.KIND, letter, reason, actor=actor, at=at)
    events.record("change.letter_revoked", letter.request, at=at, order=str(letter.request.order), reason=letter.words)
    return letter


def locked(actor: User, letter_id: int, version: int | None) -> ChangeLetter:
    """A letter behind its order and request, both locked. Raises NotFound, Stale."""
    known = ChangeLetter.objects.filter(pk=letter_id).values_list("request_id", flat=True).first()
    if known is None:
        raise errors.NotFound()
    request, _order, _items = requests.lock_request(actor=actor, request_id=known)
    letter = ChangeLetter.objects.get(pk=letter_id)
    letter.request = request
    editing.require_seen(letter, version)
    return letter


def require_waiting(letter: ChangeLetter, at: datetime) -> None:
    """Raise WrongState unless the customer may still answer to what he was asked."""
    answers.require_asked(letter, at)
    if not queries.still_stands(letter, letter.request):
        raise errors.WrongState(_("The change is no longer what the customer was asked about."), code="changed")
