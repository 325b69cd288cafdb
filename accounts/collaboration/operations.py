"""Comments, attachments and read marks are written here (R232)."""

import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db.models import Count, Sum
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import policies
from accounts.collaboration import filetypes, inbox, queries, subjects
from accounts.collaboration.models import Attachment, Comment, Notification
from accounts.people.models import User
from common import errors, events, settings, upload_limits, uploads
from common.operation import current, operation

MAX_TEXT = 5000
_WHY = {
    "name": _("The file needs a name with an ending, like drawing.pdf."),
    "ending": _("Files of this kind cannot be attached. Allowed: %(endings)s."),
    "content": _("The file is not what its ending says."),
    "macros": _("Documents with macros cannot be attached. Save it without macros."),
    "empty": _("The file is empty."),
}


@operation
def add_comment(*, actor: User, subject_type: str, subject_id: int, text: str, at: datetime) -> Comment:
    """Write a comment; whom it calls by @name and who may see the subject gets a message.

    Raises NotFound, NotAllowed, WrongState (the subject takes no more), Invalid.
    """
    subject, row = _open_subject(actor, subject_type, subject_id)
    text = text.strip()
    if not text:
        raise errors.Invalid(fields={"text": [_("Write something first.")]})
    if len(text) > MAX_TEXT:
        raise errors.Invalid(fields={"text": [_("No more than %(n)s characters.") % {"n": MAX_TEXT}]})
    comment = Comment.objects.create(
        subject_type=subject_type, subject_id=subject_id, author=actor, text=text, created_at=at
    )
    called = [person for person in queries.people_called(text) if subjects.can_see(person, subject_type, subject_id)]
    comment.mentions.set(called)
    inbox.notify(
        [person.pk for person in called if person.pk != actor.pk],
        kind="comment.mention",
        message=gettext_noop("%(author)s mentions you at %(subject)s."),  # what was said stays with its subject
        parameters={"author": actor.name, "subject": str(subject.label(row))},
        at=at,
        subject=row,
        url=subject.url(row),
        mail=True,
    )
    events.record("comment.added", row, at=at, number=subjects.number_of(row), comment=comment.pk)
    return comment


def attach(
    *, actor: User, subject_type: str, subject_id: int, file: File, name: str, at: datetime, kind: str = ""
) -> Attachment:
    """Keep a file with a subject. Raises NotFound, NotAllowed, WrongState, Invalid (size, name, content, as many as
    there may be, or as much as the actor may bring a day), Unavailable (the disk is full)."""
    with uploads.removed_on_failure() as written:
        return _attach(
            actor=actor,
            subject_type=subject_type,
            subject_id=subject_id,
            file=file,
            name=name,
            kind=kind,
            written=written,
            at=at,
        )


@operation
def _attach(
    *,
    actor: User,
    subject_type: str,
    subject_id: int,
    file: File,
    name: str,
    kind: str,
    written: list[FieldFile],
    at: datetime,
) -> Attachment:
    _subject, row = _open_subject(actor, subject_type, subject_id)
    largest = int(settings.get("attachment_max_mb"))
    if file.size > largest * 1024 * 1024:
        raise errors.Invalid(fields={"file": [_("Files may have up to %(n)s MB.") % {"n": largest}]})
    _require_room(subject_type, subject_id, file.size)
    try:
        clean = filetypes.clean_name(name)
        content_type = filetypes.content_type(clean, file)  # type: ignore[arg-type]
    except filetypes.Refused as refused:
        words = _WHY[str(refused)] % {"endings": " ".join(filetypes.TYPES)}
        raise errors.Invalid(fields={"file": [words]}) from refused
    upload_limits.take(actor, [file.size], at=at)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    attachment = Attachment(
        subject_type=subject_type,
        subject_id=subject_id,
        name=clean,
        kind=kind[:40],
        size=file.size,
        content_type=content_type,
        sha256=digest.hexdigest(),
        uploaded_by=actor,
        uploaded_at=at,
    )
    file.seek(0)
    attachment.file.save(uuid.uuid4().hex, file, save=False)  # on disk under a name nobody chose
    written.append(attachment.file)
    attachment.save(force_insert=True)
    number = subjects.number_of(row)
    events.record("attachment.added", row, at=at, number=number, file=clean, attachment=attachment.pk)
    return attachment


def _require_room(subject_type: str, subject_id: int, size: int) -> None:
    """Raise Invalid where a subject has as many files, or as much of them, as it may; Unavailable when the disk has."""
    most, megabytes = int(settings.get("attachments_most")), int(settings.get("attachments_most_mb"))
    there = Attachment.objects.filter(subject_type=subject_type, subject_id=subject_id)
    kept = there.aggregate(count=Count("pk"), size=Sum("size", default=0))
    if kept["count"] >= most:
        raise errors.Invalid(fields={"file": [_("No more than %(n)s files can stand here.") % {"n": most}]})
    if kept["size"] + size > megabytes << 20:
        raise errors.Invalid(fields={"file": [_("The files here may have %(n)s MB together.") % {"n": megabytes}]})
    uploads.require_room(size)


@operation
def remove_attachment(*, actor: User, attachment_id: int, at: datetime) -> Attachment:
    """Take a file off its subject; it stays on disk and in the trail. Raises NotFound, NotAllowed, WrongState."""
    attachment = queries.get_attachment(actor=actor, attachment_id=attachment_id)
    _subject, row = _open_subject(actor, attachment.subject_type, attachment.subject_id)
    if not queries.can_remove(actor, attachment, row):
        raise errors.NotAllowed(_("Only who brought the file may remove it."))
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    events.record("attachment.removed", row, at=at, number=subjects.number_of(row), file=attachment.name)
    return attachment


@operation
def mark_read(*, actor: User, at: datetime, message_id: int | None = None) -> int:
    """Mark one of one's messages as read, or all (None); returns how many were unread."""
    unread = queries.unread_of(actor)
    if message_id is not None:
        unread = unread.filter(pk=message_id)
    return unread.update(read_at=at)


@operation
def mark_unread(*, actor: User, message_id: int, at: datetime) -> Notification:
    """Keep one of one's messages for later. Raises NotFound."""
    message = queries.get_message(actor=actor, message_id=message_id)
    message.read_at = None
    message.save(update_fields=["read_at"])
    return message


def move_to(subject_type: str, from_id: int, to_id: int) -> None:
    """Hang the comments and files of one row on another of its kind: two records became one. Inside an operation."""
    current()
    for model in (Comment, Attachment):
        model._default_manager.filter(subject_type=subject_type, subject_id=from_id).update(subject_id=to_id)


def share_files(from_type: str, from_id: int, to_type: str, to_id: int) -> int:
    """Let the files of one row hang on another too: the same files on disk, brought by the same people; those of the
    same content that it has already are left out. Inside an operation; returns how many."""
    current()
    there = set(Attachment.objects.filter(subject_type=to_type, subject_id=to_id).values_list("sha256", flat=True))
    rows = Attachment.objects.filter(subject_type=from_type, subject_id=from_id, removed_at=None).order_by("id")
    shared = [row for row in rows if row.sha256 not in there]
    for row in shared:
        row.pk, row.subject_type, row.subject_id = None, to_type, to_id
        row._state.adding = True
    return len(Attachment.objects.bulk_create(shared))


def sweep_files(*, at: datetime) -> int:
    """Remove files on disk that no attachment speaks of; returns how many."""
    return uploads.sweep("attachments", Attachment, "file", at=at)


def _open_subject(actor: User, subject_type: str, subject_id: int) -> tuple[subjects.Subject, Any]:
    row = subjects.get_subject(actor, subject_type, subject_id)
    subject = subjects.subjects[subject_type]
    if not subjects.may_write(actor, subject_type, row):
        policies.require(actor, subject.verb)
    subject.require_open(row)
    return subject, row
