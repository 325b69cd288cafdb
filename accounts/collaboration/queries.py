"""Every read of comments, attachments and the inbox."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.safestring import SafeString

from accounts.collaboration import mentions, subjects
from accounts.collaboration.models import Attachment, Comment, Notification
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, keyset
from common.registry import Registry

SORTS = {"id": keyset.Sort("pk")}

# key -> (reader, files): those without the files we made that tell what his roles hide from him
withheld: Registry[Callable[[User, QuerySet[Attachment]], QuerySet[Attachment]]] = Registry("accounts.withheld_files")
SHOWN_COMMENTS = 200


@dataclass(frozen=True)
class ShownComment:
    """A comment with its calls marked."""

    comment: Comment
    html: SafeString


def comments_on(subject_type: str, subject_id: int) -> list[ShownComment]:
    """The newest comments of a subject whose right to be seen was asked for, oldest first."""
    rows = (
        Comment.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .select_related("author")
        .prefetch_related("mentions")
        .order_by("-id")[:SHOWN_COMMENTS]
    )
    shown = []
    for row in rows:
        names = mentions.names_of((person.username, person.name) for person in row.mentions.all())
        shown.append(ShownComment(row, mentions.as_html(row.text, names)))
    return shown[::-1]


def people_called(text: str) -> list[User]:
    """The active people that a text calls. A name that two people share calls neither."""
    calls = [mentions.prefixes(call) for call in mentions.called(text)]
    if not calls:
        return []
    wanted = {prefix for call in calls for prefix in call}
    by_name: dict[str, list[User]] = {}
    named = people.active_people().annotate(lower_name=Lower("name"))
    for person in named.filter(Q(username__in=wanted) | Q(lower_name__in=wanted)):
        by_name.setdefault(person.username, []).append(person)
        by_name.setdefault(person.name.lower(), []).append(person)
    found: dict[int, User] = {}
    for call in calls:
        meant = next((by_name[prefix] for prefix in call if prefix in by_name), [])
        if len({person.pk for person in meant}) == 1:
            found.setdefault(meant[0].pk, meant[0])
    return list(found.values())


def attachments_of(subject_type: str, subject_id: int) -> QuerySet[Attachment]:
    """All files of a subject, newest first: for rules. People see those of ``attachments_seen``."""
    return (
        Attachment.objects.filter(subject_type=subject_type, subject_id=subject_id, removed_at=None)
        .select_related("uploaded_by")
        .order_by("-id")
    )


def attachments_seen(actor: User, subject_type: str, subject_id: int) -> QuerySet[Attachment]:
    """The files of a subject whose right to be seen was asked for that ``actor`` may open, newest first."""
    return _not_withheld(actor, attachments_of(subject_type, subject_id))


def _not_withheld(actor: User, rows: QuerySet[Attachment]) -> QuerySet[Attachment]:
    for without in withheld.values():
        rows = without(actor, rows)
    return rows


def get_attachment(*, actor: User, attachment_id: int) -> Attachment:
    """A file whose subject ``actor`` may see. Raises NotFound, also for a removed one and one that is withheld."""
    rows = Attachment.objects.filter(pk=attachment_id, removed_at=None).select_related("uploaded_by")
    found = _not_withheld(actor, rows).first()
    if found is None:
        raise errors.NotFound()
    subjects.get_subject(actor, found.subject_type, found.subject_id)
    return found


def can_remove(actor: User, attachment: Attachment, row: Any) -> bool:
    """Whoever brought a file may take it away, and who holds the right to on the row that it is kept with."""
    subject = subjects.subjects[attachment.subject_type]
    return attachment.uploaded_by_id == actor.pk or subject.allows(actor, "attachment.remove", row)


def inbox_of(user: User) -> QuerySet[Notification]:
    """A person's messages; order by the paginator."""
    return Notification.objects.filter(user=user)


def unread_of(user: User) -> QuerySet[Notification]:
    """A person's messages that he has not read."""
    return inbox_of(user).filter(read_at=None)


@dataclass(frozen=True)
class ShownMessage:
    """A message as its reader may see it now; ``text`` is None once he may not see what it is about."""

    message: Notification
    text: str | None


def shown_to(reader: User, messages: Iterable[Notification]) -> list[ShownMessage]:
    """The messages with what they say: a message keeps the names of its time, the right to see them may be gone."""
    found = list(messages)
    seen = subjects.seen_of(reader, {_subject_of(one) for one in found if one.subject_type})
    return [ShownMessage(one, one.text if not one.subject_type or _subject_of(one) in seen else None) for one in found]


def _subject_of(message: Notification) -> tuple[str, int]:
    return message.subject_type, message.subject_id or 0


def count_unread(user: User) -> int:
    """How many messages wait."""
    return unread_of(user).count()


def get_message(*, actor: User, message_id: int) -> Notification:
    """One of the actor's own messages. Raises NotFound."""
    found = inbox_of(actor).filter(pk=message_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def address_of(message: Notification, reader: User) -> str:
    """The page of what a message is about, "" when it is about nothing. Raises NotFound once the reader may not
    see it any more."""
    if not message.subject_type:
        return message.url
    row = subjects.get_subject(reader, *_subject_of(message))
    return message.url or subjects.subjects[message.subject_type].url(row)


def mentions_of(user: User, limit: int = 8) -> list[Comment]:
    """The newest comments that call ``user`` and whose subject he may still see."""
    found = Comment.objects.filter(mentions=user).select_related("author").order_by("-id")[: limit * 2]
    return [row for row in found if subjects.can_see(user, row.subject_type, row.subject_id)][:limit]
