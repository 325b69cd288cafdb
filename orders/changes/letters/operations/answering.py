"""What customers answer to letters about changes, by link or recorded by hand, with its proof, and what follows: the
change takes effect, waits for its approval, or goes back to its writer with the customer's choice or words (R205)."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import operations as collaboration
from accounts.people import queries as people
from accounts.people.models import User
from common import citations, errors, events
from common import operation as running
from common.links import operations as links
from common.links.operations import Visitor
from common.operation import operation
from orders.answers import asking as answers
from orders.answers.choices import BY_HAND, Method
from orders.changes import notices
from orders.changes import operations as requests
from orders.changes.choices import LetterState
from orders.changes.effect import operations as effect
from orders.changes.impact import operations as impact
from orders.changes.impact.sheet import Proposed
from orders.changes.letters import queries
from orders.changes.letters.drafting import AS_ASKED
from orders.changes.letters.models import ChangeLetter
from orders.changes.letters.operations import sending
from orders.changes.models import ChangeRequest
from orders.changes.policies import SUBJECT
from orders.changes.states import UNDER_WAY, State
from orders.doubts import operations as doubts

ANSWERED = "change.customer_answered"
ACCEPTED = gettext_noop("The customer agreed to %(request)s of %(order)s.")
CHOSE = gettext_noop("The customer chose another way for %(request)s of %(order)s: %(reason)s")
DECLINED = gettext_noop("The customer declined %(request)s of %(order)s: %(reason)s")
STUCK = gettext_noop("The customer agreed to %(request)s of %(order)s, but it cannot take effect: %(reason)s")


@operation
def answer(
    *,
    actor: User,
    link_id: int,
    letter_id: int,
    chosen: str,
    name: str,
    visitor: Visitor,
    at: datetime,
    words: str = "",
    version: int | None = None,
) -> ChangeLetter:
    """The customer's answer under his link: ``chosen`` (the key of an option, "" he declines, then with ``words``), and
    his ``name``. Kept with its proof whatever follows; a change that is approved as it stands takes effect with it.
    ``actor`` is the machine.

    Raises NotFound (the link), WrongState (answered before, taken back, over, the request changed), Stale, Invalid.
    """
    letter = sending.locked(actor, letter_id, version)
    sending.require_waiting(letter, at)
    _require(letter, chosen, name, words)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    answers.come_from(letter, visitor)
    _conclude(letter, actor, chosen, name, words, at)
    return letter


@operation
def record_answer(
    *,
    actor: User,
    request_id: int,
    method: str,
    chosen: str,
    name: str,
    at: datetime,
    words: str = "",
    file: File | None = None,
    said_at: datetime | None = None,
    evidence: str = "",
    version: int | None = None,
) -> ChangeLetter:
    """Record what the customer said by phone, mail, fax, chat, on paper or in person: ``chosen`` (the key of an option,
    "" he declines), who he was (``name``), his ``words``; that he agrees is proved by a file, or by ``evidence`` in
    words with the moment ``said_at``. A letter that waits is answered by it.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid.
    """
    request, items = sending.lock(actor, request_id, version)
    if method not in BY_HAND:
        raise errors.Invalid(fields={"method": [_("Choose one of the list.")]})
    waiting = queries.asked(request)
    letter = sending.write(request, items, waiting.language if waiting else "", actor, at)
    if waiting is not None and queries.still_stands(waiting, request):  # it was this letter that he answered
        letter.subject, letter.text, letter.options = waiting.subject, waiting.text, waiting.options
    letter.valid_until, letter.method, letter.recorded_by = at, Method(method), actor
    letter.said_at, letter.evidence = said_at, evidence.strip()[:300]
    _require(letter, chosen, name, words)
    has_file = file is not None
    answers.require_evidence(is_accepted=bool(chosen), at=at, said_at=said_at, evidence=evidence, has_file=has_file)
    letter.state, letter.answered_at = LetterState.ACCEPTED if chosen else LetterState.DECLINED, at
    letter.save(force_insert=True)
    if file is not None:
        collaboration.attach(
            actor=actor,
            subject_type=SUBJECT,
            subject_id=request.pk,
            file=file,
            name=str(file.name),
            kind=_("Customer's confirmation"),
            at=at,
        )
    _conclude(letter, actor, chosen, name, words, at)
    return letter


def _require(letter: ChangeLetter, chosen: str, name: str, words: str) -> None:
    wrong = answers.name_and_words(name, words, field="words", missing=None if chosen else _("Say why."))
    if chosen and chosen not in [one["key"] for one in letter.options]:
        wrong["chosen"] = [_("Choose one of the list.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _conclude(letter: ChangeLetter, actor: User, chosen: str, name: str, words: str, at: datetime) -> None:
    """Keep the answer with its proof, sign the sheet, and let the request follow."""
    request = letter.request
    letter.state = LetterState.ACCEPTED if chosen else LetterState.DECLINED
    letter.chosen, letter.words = chosen, words.strip()
    answers.sign(letter, name=name, at=at)
    letter.proof_hash = proof_of(letter)
    if chosen == AS_ASKED:
        letter.agreed_hash = letter.content_hash
    letter.save()
    impact.sign(request, letter.sheet, what=impact.CUSTOMER, at=at, name=letter.answered_by)
    told: dict[str, Any] = {
        "order": str(request.order),
        "letter": letter.pk,
        "chosen": chosen,
        "proof": letter.proof_hash,
    }
    events.record(ANSWERED, request, at=at, reason=letter.words, **told)
    if chosen == AS_ASKED:
        _take_effect(request, at)
    elif chosen:
        _replace(letter, request, at)
    else:
        _go_back(request, letter.words, at)
        notices.tell(request, DECLINED, kind=ANSWERED, actor=actor, at=at, reason=letter.words)


def _replace(letter: ChangeLetter, request: ChangeRequest, at: datetime) -> None:
    """The request asks for what the customer chose, as a draft; he has agreed to just that."""
    option: dict[str, Any] = queries.chosen_of(letter) or {}
    said = " · ".join(text for text in (option["label"], letter.words) if text)
    _go_back(request, said, at)
    notices.tell(request, CHOSE, kind=ANSWERED, actor=people.system_user(), at=at, reason=said)
    items = [Proposed(**one) for one in option["items"]]
    try:
        fresh = requests.replace_items(actor=people.system_user(), request_id=request.pk, items=items, at=at)
    except errors.Invalid:  # the order moved: the answer stands on the request, its writer brings it about
        return
    letter.agreed_hash = fresh.content_hash
    letter.save(update_fields=["agreed_hash"])


def _go_back(request: ChangeRequest, said: str, at: datetime) -> None:
    if request.state in UNDER_WAY:
        requests.return_request(actor=people.system_user(), request_id=request.pk, reason=said[:500], at=at)
    elif request.state == State.DRAFT:
        ChangeRequest.objects.filter(pk=request.pk).update(return_reason=said[:500])


def proof_of(letter: ChangeLetter) -> str:
    """The digest of an answer: the letter, what it offered, what was answered, by whom, when, from where."""
    said = (letter.said_at.isoformat() if letter.said_at else "", letter.evidence)
    answered = (str(letter.state), str(letter.method), letter.chosen, letter.answered_by, letter.words, *said)
    moment = letter.answered_at.isoformat() if letter.answered_at else ""
    shown = (letter.subject, letter.text, {"options": letter.options}, letter.content_hash)
    return answers.fingerprint(*shown, *answered, moment, str(letter.address or ""))


def _take_effect(request: ChangeRequest, at: datetime) -> None:
    """A change that is approved already takes effect with his agreement. The answer is kept whatever stands in the way,
    and the request's people are told what does."""
    machine = people.system_user()
    message, why = ACCEPTED, ""
    if request.state == State.APPROVED:
        try:
            running.attempt(lambda: effect.take_effect_now(actor=machine, request_id=request.pk, at=at))
        except errors.DomainError as error:
            message, why = STUCK, citations.told(error)
    notices.tell(request, message, kind=ANSWERED, actor=machine, at=at, reason=why)


@operation
def ask_back(
    *,
    actor: User,
    link_id: int,
    letter_id: int,
    name: str,
    text: str,
    visitor: Visitor,
    at: datetime,
    version: int | None = None,
) -> ChangeLetter:
    """The customer asks something before he answers: a doubt for the salesperson, who gets it by mail as well.
    ``actor`` is the machine. Raises NotFound, WrongState, Stale, Invalid."""
    letter = sending.locked(actor, letter_id, version)
    sending.require_waiting(letter, at)
    asked = answers.note_question(letter, name, text, at)
    links.use(actor=actor, link_id=link_id, visitor=visitor, at=at)
    request = letter.request
    words = f"{request.display_number} · {asked}"[: answers.LONGEST_QUESTION]
    doubts.ask_doubt(actor=actor, order_id=request.order_id, text=words, at=at)
    letter.save(update_fields=["questions", "version"])
    events.record("change.customer_questioned", request, at=at, order=str(request.order), letter=letter.pk)
    return letter
