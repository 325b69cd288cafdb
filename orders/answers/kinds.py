"""Kinds of questions, and their rows as the customer and people follow them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.links import queries as links
from common.links.models import LinkVisit, SignedLink
from common.models import OutboxMessage
from orders.answers.models import Question

Row = TypeVar("Row", bound=Question)
CONTACT = "customer.contact"


@dataclass(frozen=True)
class Kind(Generic[Row]):
    """A kind of question: its table, the purpose of its links, which is the topic of its mails too, and the column in
    which it keeps what the customer said, or why it was taken back."""

    model: type[Row]
    purpose: str
    words: str

    @property
    def subject(self) -> str:
        """What its links are for."""
        return self.model._meta.label_lower

    def mail_key(self, row: Row) -> str:
        """The key of a question's last mail in the outbox."""
        return f"{self.purpose}-{row.pk}-{row.mails}"

    def link_of(self, row: Row) -> SignedLink | None:
        """The latest link of a question that was not taken back."""
        return links.links_of(self.subject, row.pk, self.purpose).filter(revoked_at=None).first()

    def of_link(self, link: SignedLink, *related: str) -> Row:
        """What a link is for; who holds it may read it. Raises NotFound."""
        found = self.model._default_manager.select_related(*related).filter(pk=link.subject_id).first()
        if found is None or link.subject_type != self.subject:
            raise errors.NotFound()
        return found


@dataclass(frozen=True)
class Standing(Generic[Row]):
    """A question as people follow it: sent, come back (``is_returned``), opened, over; ``is_moot``: what it is about
    changed since; ``path`` of its link while that opens."""

    row: Row
    sent_at: datetime | None
    is_doubtful: bool
    opened_at: datetime | None
    is_over: bool
    is_moot: bool = False
    path: str = ""
    is_returned: bool = False


def standing(
    kind: Kind[Row], row: Row, *, at: datetime, is_moot: bool = False, with_path: bool = False
) -> Standing[Row]:
    """How one stands: its last mail, and when its link was first opened (by a person, or a machine that reads mail)."""
    key = kind.mail_key(row)
    mail = OutboxMessage.objects.filter(topic=kind.purpose, dedupe_key=key).first() if row.mails else None
    every = links.links_of(kind.subject, row.pk, kind.purpose)
    first = LinkVisit.objects.filter(link__in=every).order_by("id").first()
    waits = row.is_waiting
    return Standing(
        row=row,
        sent_at=mail.sent_at if mail else None,
        is_doubtful=bool(mail and mail.state in (OutboxMessage.State.DOUBTFUL, OutboxMessage.State.FAILED)),
        opened_at=first.at if first else None,
        is_over=waits and row.valid_until <= at,
        is_moot=waits and is_moot,
        path=path_of(every.first(), at) if waits and with_path else "",
        is_returned=bool(mail and mail.bounce == "HARD"),
    )


def path_of(link: SignedLink | None, at: datetime) -> str:
    """The address of a link while it opens its page; "" of one that does not, or was made under another secret key."""
    if link is None or not links.is_live(link, at=at):
        return ""
    try:
        return links.path_of(link)
    except errors.WrongState:
        return ""


def told(actor: User, row: Row) -> Row:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    for name in ("recipient", "answered_by", "evidence"):
        setattr(row, name, rights.shown(actor, CONTACT, getattr(row, name)) or "")
    return row
