"""The mail with which a customer is asked: written at the moment of sending, with the link (docs/adr/0026)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from common import clock, errors, mailing, outbox
from common.links import queries as links
from common.mailing import Attachment
from common.models import OutboxMessage
from orders.answers.kinds import Kind, Row


@dataclass(frozen=True)
class Letter:
    """What goes to the customer. Without ``html`` it is made of ``body``."""

    subject: str
    body: str
    attachments: Sequence[Attachment] = field(default_factory=list)
    html: str = ""


def deliver(
    kind: Kind[Row],
    message: OutboxMessage,
    compose: Callable[[Row, str], Letter],
    *related: str,
    stands: Callable[[Row], bool] = lambda _row: True,
) -> None:
    """Send one in the customer's language; ``compose`` writes it, given the question and the address of its page. Moot
    once it was answered, taken back, over or sent again, or when what it is about no longer ``stands``."""
    found = kind.model._default_manager.select_related(*related).filter(pk=message.payload["confirmation"]).first()
    if found is None or not _is_wanted(found, message.payload["mail"]) or not stands(found):
        raise outbox.Moot()
    link = kind.link_of(found)
    if link is None:
        raise outbox.Moot()
    try:
        path = links.path_of(link)
    except errors.WrongState as error:
        raise outbox.Refused("the link was made under another secret key; ask anew") from error
    with translation.override(found.language):
        letter = compose(found, f"{settings.SITE_URL}{path}")
    mailing.hand_over(
        message,
        to=found.recipient,
        subject=letter.subject[:200],
        body=letter.body,
        html=letter.html,
        attachments=list(letter.attachments),
    )


def _is_wanted(found: Row, number: int) -> bool:
    return found.is_waiting and found.valid_until > clock.now() and found.mails == number


def written(
    subject: str, *said: str, link: tuple[str, str], after: Sequence[str] = (), papers: Sequence[Attachment] = ()
) -> Letter:
    """A letter to a customer: what is said, the way to the page (its words and address), what stands below it."""
    letter = mailing.letter(paragraphs=said, link=mailing.Link(*link), after=after)
    return Letter(subject, letter.text, papers, letter.html)
