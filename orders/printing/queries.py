"""Every read of papers that a door or another room makes."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.collaboration.models import Attachment
from accounts.people.models import User
from common import errors, keyset
from orders.printing.models import CompanyPicture, PaperForm, PaperPrint
from orders.printing.papers import Finder, Form, Paper, finders, papers


@dataclass(frozen=True)
class FormNow:
    """The form that holds: ``number`` 0 is the shipped one."""

    kind: str
    number: int
    form: Form


def get_paper(kind: str) -> Paper:
    """A kind of paper. Raises NotFound."""
    paper = papers.get(kind)
    if paper is None:
        raise errors.NotFound()
    return paper


def kinds_of(subject: str) -> list[tuple[str, Paper]]:
    """The papers there are about a kind of row."""
    return [(kind, paper) for kind, paper in papers.items() if paper.subject == subject]


def subject_of(actor: User, kind: str, reference: str) -> int:
    """The key of the row that a paper of this kind is about, as the API names it. Raises NotFound."""
    finder = finders.get(get_paper(kind).subject)
    if finder is None:
        raise errors.NotFound()
    return finder.find(actor, reference)


def addressed() -> list[tuple[str, Paper, Finder]]:
    """The kinds of papers that are addressed by a reference: kind, paper, how its row is found."""
    return [(kind, paper, finders[paper.subject]) for kind, paper in papers.items() if paper.subject in finders]


def form_of(kind: str, number: int | None = None) -> FormNow:
    """The form of a paper that holds, or one of its versions. Raises NotFound."""
    paper = get_paper(kind)
    rows = PaperForm.objects.filter(kind=kind)
    row = (rows.order_by("-number") if number is None else rows.filter(number=number)).first()
    if row is None and number:
        raise errors.NotFound()
    return FormNow(kind, row.number if row else 0, row.as_form() if row else paper.form)


def versions_of(kind: str) -> list[PaperForm]:
    """The versions of a form, newest first."""
    return list(PaperForm.objects.filter(kind=kind).select_related("saved_by").order_by("-number"))


def picture_now(role: str) -> CompanyPicture | None:
    """The logo or the seal that is printed now."""
    row = CompanyPicture.objects.filter(role=role).order_by("-id").first()
    return row if row and row.removed_at is None else None


PRINTS: dict[str, keyset.Sort] = {"id": keyset.Sort("pk")}


def prints_of(actor: User, subject_type: str, subject_id: int, limit: int = 20) -> list[PaperPrint]:
    """What was printed of a row that the caller has read as ``actor``, newest first."""
    rows = PaperPrint.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return list(rows.select_related("printed_by", "attachment").order_by("-id")[:limit])


def without_hidden(actor: User, files: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """Files without kept papers that name prices, amounts and contacts, for who does not see these in full
    (``accounts.collaboration.queries.withheld``): whoever may see the row of a paper sees its other files."""
    if not (rights.effect(actor, "order.amount") or rights.effect(actor, "customer.contact")):
        return files
    kinds = [kind for kind, paper in papers.items() if paper.tells_amounts]
    kept = PaperPrint.objects.filter(kind__in=kinds, attachment__isnull=False)
    return files.exclude(pk__in=kept.values("attachment_id"))
