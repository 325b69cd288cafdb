"""Making a paper: what it says is read, then set. Outside of any transaction, for setting takes its time: nothing is
locked meanwhile, and what is recorded afterwards is what was read."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from orders.printing import codes, layout, pdf, profile, queries
from orders.printing.models import CompanyPicture
from orders.printing.papers import LANGUAGES, Content, Form, Paper

_PICTURES = {"logo.png": CompanyPicture.Role.LOGO, "seal.png": CompanyPicture.Role.SEAL}


@dataclass(frozen=True)
class Made:
    """A paper that was set, and of what: row, revision, form, language."""

    kind: str
    subject_id: int
    content: Content
    form_number: int
    language: str
    pdf: bytes

    @property
    def name(self) -> str:
        """How its file is called."""
        return f"{slugify(self.content.number) or self.subject_id}-{self.kind}.pdf"


def make_paper(
    *, actor: User, kind: str, subject_id: int, at: datetime, language: str = "", by_hand: bool = False
) -> Made:
    """A paper about a row in one of ``papers.LANGUAGES`` ("": the customer's), with what its reader may see;
    ``by_hand``: he prints it himself, so that a code may stand on it.

    Raises NotFound (also for "not yours"), NotAllowed, Invalid (language).
    """
    paper = queries.get_paper(kind)
    content = paper.gather(actor, subject_id)
    if not by_hand:
        content = replace(content, code=None)
    language = language or content.language
    if language not in LANGUAGES:
        raise errors.Invalid(fields={"language": [_("This is none of the languages of papers.")]})
    now = queries.form_of(kind)
    made = set_paper(paper, now.form, content, language, at)
    return Made(kind, subject_id, content, now.number, language, made)


def set_paper(paper: Paper, form: Form, content: Content, language: str, at: datetime) -> bytes:
    """The PDF of a content on a form, with the company's pictures."""
    pictures = {layout.CODE: codes.png(content.code.address)} if content.code else {}
    for name, role in _PICTURES.items():
        picture = queries.picture_now(role)
        if picture:
            with picture.file.open("rb") as file:
                pictures[name] = file.read()
    form = replace(
        form,
        shows_logo=form.shows_logo and "logo.png" in pictures,
        shows_seal=form.shows_seal and "seal.png" in pictures,
    )
    sheet = layout.sheet(content, form, paper.columns, profile.current(), LANGUAGES[language])
    return pdf.compile_sheet(sheet, pictures, at)
