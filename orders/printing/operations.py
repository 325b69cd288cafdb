"""Printing papers, and editing their forms and pictures."""

import hashlib
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.collaboration import operations as collaboration
from accounts.collaboration import subjects
from accounts.people.models import User
from common import editing, errors, events, locks, upload_limits, uploads
from common.operation import operation
from customers.disclosures import operations as disclosures
from orders.printing import pdf, queries, samples
from orders.printing.making import Made, make_paper, set_paper
from orders.printing.models import CompanyPicture, PaperForm, PaperPrint
from orders.printing.papers import CHINESE

EDIT = "paper.edit"
MOST_BYTES = 1024 * 1024
MOST_PIXELS = 3000  # of a picture's side
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Printed:
    """A paper that was made, with its record."""

    name: str
    content: bytes
    record: PaperPrint


def render(*, actor: User, kind: str, subject_id: int, at: datetime, language: str = "") -> bytes:
    """The PDF alone, as ``print_paper`` makes and records it: for rooms that send it."""
    return print_paper(actor=actor, kind=kind, subject_id=subject_id, language=language, at=at).content


def print_paper(
    *, actor: User, kind: str, subject_id: int, at: datetime, language: str = "", by_hand: bool = False
) -> Printed:
    """Make a paper about a row (``making.make_paper``) and record who did so, when, of which revision, with the digest
    of the file. Only the record is a transaction.

    Raises NotFound (also for "not yours"), NotAllowed, Invalid (language).
    """
    made = make_paper(actor=actor, kind=kind, subject_id=subject_id, language=language, at=at, by_hand=by_hand)
    return record_paper(actor=actor, made=made, at=at)


def keep_paper(*, actor: User, kind: str, subject_id: int, at: datetime, language: str = "") -> Printed:
    """Print a paper and keep the file with what it is about. Raises as ``print_paper``, and WrongState or NotAllowed
    where no file may be added."""
    made = make_paper(actor=actor, kind=kind, subject_id=subject_id, language=language, at=at)
    return keep_made(actor=actor, made=made, at=at)


@operation
def record_paper(*, actor: User, made: Made, at: datetime) -> Printed:
    """Record a paper that was made for ``actor``. Raises NotFound where the row is not his any more."""
    row = subjects.get_subject(actor, queries.get_paper(made.kind).subject, made.subject_id)
    return Printed(made.name, made.pdf, _record(actor, made, row, at))


@operation
def keep_made(*, actor: User, made: Made, at: datetime) -> Printed:
    """Record a paper that was made for ``actor`` and keep its file. Raises as ``keep_paper``."""
    printed = record_paper(actor=actor, made=made, at=at)
    paper = queries.get_paper(made.kind)
    kept = collaboration.attach(
        actor=actor,
        subject_type=paper.subject,
        subject_id=made.subject_id,
        file=ContentFile(printed.content),
        name=printed.name,
        kind=str(paper.label),
        at=at,
    )
    printed.record.attachment = kept
    printed.record.save(update_fields=["attachment"])
    return printed


def _record(actor: User, made: Made, row: Any, at: datetime) -> PaperPrint:
    content = made.content
    record = PaperPrint.objects.create(
        kind=made.kind,
        subject_type=queries.get_paper(made.kind).subject,
        subject_id=made.subject_id,
        subject_number=content.number,
        revision=content.revision,
        form_number=made.form_number,
        language=made.language,
        is_binding=content.is_binding,
        printed_by=actor,
        printed_at=at,
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        size=len(made.pdf),
    )
    told: dict[str, Any] = {"paper": made.kind, "language": made.language, "print": record.pk}
    events.record("paper.printed", row, at=at, number=content.number, **told)
    title = f"{queries.get_paper(made.kind).label} {content.number}"
    disclosures.note_paper(actor=actor, what=made.kind, title=title, row=row, at=at)
    return record


# --- forms and pictures ---------------------------------------------------------------------------

_TEXTS = ("title", "intro", "clauses", "footer")
_SHOWN = ("shows_logo", "shows_seal", "shows_bank", "shows_words", "shows_signatures", "is_landscape")
FIELDS = (*(f"{name}_{code}" for name in _TEXTS for code in ("zh", "en")), "columns", *_SHOWN)


@operation
def save_form(*, actor: User, kind: str, number: int, values: Mapping[str, Any], at: datetime) -> PaperForm:
    """Let a form hold from now on, as its next version; ``number`` is the version that the person started from,
    ``values`` all of FIELDS. What was printed before stays what it is.

    Raises NotAllowed, NotFound, Invalid, Stale when somebody saved a version meanwhile.
    """
    policies.require(actor, EDIT)
    locks.wait_for(locks.Lock.SETTINGS)  # the shipped form has no row to lock
    row = _new_version(kind, queries.form_of(kind).number + 1, values, actor, at)
    if row.number != number + 1:
        raise errors.Stale(fields={}, version=row.number - 1)
    row.save(force_insert=True)
    events.record("paper.form_saved", row, at=at, number=kind, version=row.number)
    return row


def _new_version(kind: str, number: int, values: Mapping[str, Any], actor: User, at: datetime) -> PaperForm:
    paper = queries.get_paper(kind)
    if set(values) != set(FIELDS):
        raise ValueError("all fields of a form are given")
    row = PaperForm(kind=kind, number=number, saved_by=actor, saved_at=at, **values)
    row.columns = [key for key in paper.columns if key in values["columns"]]
    if not row.columns:
        raise errors.Invalid(fields={"columns": [_("A paper shows at least one column.")]})
    editing.check(row, exclude=("saved_by", "columns"))
    return row


def preview_form(*, actor: User, kind: str, values: Mapping[str, Any], language: str, at: datetime) -> bytes:
    """A form with an invented document on it; nothing is kept. Raises NotAllowed, NotFound, Invalid."""
    policies.require(actor, EDIT)
    row = _new_version(kind, 0, values, actor, at)
    return set_paper(queries.get_paper(kind), row.as_form(), samples.content(), language or CHINESE, at)


def save_picture(*, actor: User, role: str, data: bytes, at: datetime) -> CompanyPicture:
    """Print another logo or seal from now on. Raises NotAllowed, Invalid (no PNG, too large)."""
    with uploads.removed_on_failure() as written:
        return _save_picture(actor=actor, role=role, data=data, written=written, at=at)


@operation
def _save_picture(*, actor: User, role: str, data: bytes, written: list[Any], at: datetime) -> CompanyPicture:
    policies.require(actor, EDIT)
    if fault := _fault_of(data):
        raise errors.Invalid(fields={"file": [fault]})
    upload_limits.take(actor, [len(data)], at=at)
    row = CompanyPicture(role=role, sha256=hashlib.sha256(data).hexdigest(), saved_by=actor, saved_at=at)
    editing.check(row, exclude=("saved_by", "file", "removed_at"))
    row.file.save(f"{uuid.uuid4().hex}.png", ContentFile(data), save=False)
    written.append(row.file)
    row.save(force_insert=True)
    events.record("paper.picture_saved", row, at=at, number=role, sha256=row.sha256)
    return row


def _fault_of(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        return _("A picture may have up to 1 MB.")
    if data[:8] != _PNG or len(data) < 33 or data[12:16] != b"IHDR":
        return _("Take a PNG file.")
    if max(struct.unpack(">II", data[16:24])) > MOST_PIXELS:
        return _("A picture may have up to %(n)s × %(n)s pixels.") % {"n": MOST_PIXELS}
    try:
        pdf.try_picture(data)
    except pdf.Unprintable:
        return _("This picture is damaged.")
    return None


@operation
def remove_picture(*, actor: User, role: str, at: datetime) -> None:
    """Print no logo or seal any more. Raises NotAllowed, NotFound."""
    policies.require(actor, EDIT)
    row = queries.picture_now(role)
    if row is None:
        raise errors.NotFound()
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    events.record("paper.picture_removed", row, at=at, number=role)
