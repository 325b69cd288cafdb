"""A report as a file: asked once more, drawn, noted, sent."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import FileResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors, settings
from reports.builder import files, looks, operations, policies
from reports.builder.files import File
from reports.figures import drawn, papers, parameters, queries, question, trees
from reports.figures.question import Question
from reports.layout import csvfile
from reports.layout.paper import Made, Paper, Text

MOST_ROWS = 50_000  # of a file


@dataclass(frozen=True)
class Ready:
    """A question to the figures, answered and drawn. ``flat``: the same one figure a row, for somebody's own pivot."""

    paper: Paper
    asked: Question
    flat: Paper | None = None


def ready(
    *,
    actor: User,
    given: Mapping[str, str],
    title: Text,
    at: datetime,
    most: int = MOST_ROWS,
    with_flat: bool = False,
    is_tree: bool = True,
) -> Ready:
    """The figures that ``given`` asks for, of so many rows at most; ``is_tree`` false: a row for each combination, as
    programs read it. Raises as ``figures.queries.ask``."""
    today = dates.business_day(at)
    asked = parameters.read(given, today)
    if not asked.top or asked.top > most:
        asked = replace(asked, top=most)
    shape = looks.shape_of(given.get("chart", ""))
    if not is_tree:
        answer = queries.ask(actor=actor, asked=asked, today=today)
        shape = looks.fitted(shape, drawn.fitting(answer))
        return Ready(papers.made_of(answer, title=title, today=today, shape=shape), asked)
    answer, above = trees.ask(actor=actor, asked=asked, today=today)
    shape = looks.fitted(shape, drawn.fitting(answer))
    paper = trees.made_of(answer, above, title=title, today=today, shape=shape)
    flat, along = None, (*asked.rows, *([asked.column] if asked.column else []))
    if with_flat and 1 < len(along) <= question.MOST_ROWS:
        wide = replace(asked, rows=along, column="", order_by="", top=most)
        flat = papers.made_of(queries.ask(actor=actor, asked=wide, today=today), title=title, today=today)
    return Ready(paper, asked, flat)


def download(*, actor: User, given: Mapping[str, str], title: str, form: File, at: datetime) -> FileResponse:
    """The figures that ``given`` asks for as a download. Raises NotAllowed, Conflict (too long to be waited for), and
    as ``figures.queries.ask``."""
    rights.require(actor, policies.EXPORT)
    found = ready(
        actor=actor, given=given, title=title, at=at, with_flat=form is File.XLSX, is_tree=form is not File.CSV
    )
    asked = parameters.write(found.asked)
    whom = queries.customers_of(actor=actor, asked=found.asked, today=dates.business_day(at))
    return taken(actor=actor, paper=found.paper, asked=asked, form=form, at=at, flat=found.flat, customers=whom)


def taken(
    *,
    actor: User,
    paper: Paper,
    asked: Mapping[str, str],
    form: File,
    at: datetime,
    flat: Paper | None = None,
    customers: Mapping[int, int] | None = None,
) -> FileResponse:
    """A paper as a download under its title, noted with what was ``asked`` and how many rows are about which customers
    (None: they are added up); ``flat``: the same one figure a row. CSV is sent while it is written. Raises NotAllowed,
    Conflict for a workbook or a PDF that is too long to be waited for."""
    rights.require(actor, policies.EXPORT)
    _require_short(paper, form)
    name = str(paper.title)
    is_streamed = form is File.CSV
    content = _spoken(csvfile.lines(paper)) if is_streamed else _written(form, paper, Made(str(actor), at), flat)
    response = FileResponse(content, content_type=files.CONTENT_TYPES[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
    operations.note_taken(
        actor=actor, name=name, asked=asked, form=str(form), rows=len(paper.rows), customers=customers, at=at
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _written(form: File, paper: Paper, made: Made, flat: Paper | None) -> io.BytesIO:
    return io.BytesIO(files.written(form, paper, made, flat))


def _require_short(paper: Paper, form: File) -> None:
    if not files.is_long(form, paper):
        return
    rows, most = files.length(paper), settings.get(files.LIMITS[form])
    words = _("These are %(count)s rows. Of more than %(most)s take CSV, or all rows by “Export” on the report's page.")
    raise errors.Conflict(words % {"count": rows, "most": most})


def _spoken(lines: Iterator[str]) -> Iterator[str]:
    """What is written when the page's language is no longer the thread's."""
    language = get_language()

    def spoken() -> Iterator[str]:
        with translation.override(language):
            yield from lines

    return spoken()
