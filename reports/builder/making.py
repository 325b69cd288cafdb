"""A report as a file: asked once more, drawn, noted, sent."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.http import FileResponse

from accounts import policies as rights
from accounts.people.models import User
from common import dates
from reports.builder import desk, files, operations, policies
from reports.builder.files import File
from reports.figures import papers, parameters, queries
from reports.layout.paper import Made, Paper

MOST_ROWS = 50_000


def download(*, actor: User, given: Mapping[str, str], title: str, form: File, at: datetime) -> FileResponse:
    """The figures that ``given`` asks for as a download. Raises NotAllowed, and as ``figures.queries.ask``."""
    rights.require(actor, policies.EXPORT)
    today = dates.business_day(at)
    asked = parameters.read(given, today)
    if not asked.top or asked.top > MOST_ROWS:
        asked = replace(asked, top=MOST_ROWS)
    answer = queries.ask(actor=actor, asked=asked, today=today)
    paper = papers.made_of(answer, title=title, today=today, shape=desk.shape_of(given.get("chart", "")))
    flat = None
    if form is File.XLSX and asked.rows and asked.column:
        wide = replace(asked, rows=(*asked.rows, asked.column), column="", order_by="", top=MOST_ROWS)
        flat = papers.made_of(queries.ask(actor=actor, asked=wide, today=today), title=title, today=today)
    return taken(actor=actor, paper=paper, asked=parameters.write(asked), form=form, at=at, flat=flat)


def taken(
    *, actor: User, paper: Paper, asked: Mapping[str, str], form: File, at: datetime, flat: Paper | None = None
) -> FileResponse:
    """A paper as a download under its title, noted with what was ``asked``; ``flat``: the same one figure a row. Raises
    NotAllowed."""
    rights.require(actor, policies.EXPORT)
    content = files.written(form, paper, Made(str(actor), at), flat)
    name = str(paper.title)
    operations.note_taken(actor=actor, name=name, asked=asked, form=str(form), rows=len(paper.rows), at=at)
    response = FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{name}.{form}", content_type=files.CONTENT_TYPES[form]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
