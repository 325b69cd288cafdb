"""The mail with which a report goes: what it is, its first figures, the file, where the figures of now are, why it
comes. In the language that is active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from common import company, dates, mailing
from common.mailing import Attachment, Grid, Link
from reports.builder import files
from reports.builder.files import File
from reports.deliveries import contents, rhythm
from reports.deliveries.contents import Content
from reports.deliveries.models import ReportSchedule
from reports.layout import wording
from reports.layout.paper import Made, Paper

HEAD_ROWS, HEAD_COLUMNS = 8, 5  # of the table in the mail
LONGEST_SUBJECT = 200
_LONGEST_CELL = 60


@dataclass(frozen=True)
class Written:
    """A mail before it goes. ``customers``: how many rows are about which customers, None where they are added up."""

    subject: str
    text: str
    html: str
    attachments: Sequence[Attachment]
    unsubscribe: str = ""
    customers: Mapping[int, int] | None = None


def write(schedule: ReportSchedule, found: Content, *, reader: User, unsubscribe: str, at: datetime) -> Written:
    """The mail with a report for ``reader``. One without any figure, or with too
    many rows, says so and brings no file."""
    paper = found.paper
    letter = mailing.letter(
        title=str(paper.title),
        paragraphs=[_facts(paper), str(paper.problem), *_left_out(found), _too_long(found)],
        grid=None if paper.problem else _head(paper),
        link=Link(_("Open the report"), f"{settings.SITE_URL}{contents.address_of(schedule.report)}"),
        after=[_more(found)],
        why=_why(schedule, reader),
        unsubscribe=unsubscribe,
    )
    attachments = [] if paper.problem or found.is_long else [_file(schedule, found, reader, at)]
    return Written(subject_of(schedule, at), letter.text, letter.html, attachments, unsubscribe)


def subject_of(schedule: ReportSchedule, at: datetime) -> str:
    """The subject of the mail of a day."""
    told = {"company": company.current().name, "report": schedule.report.name, "day": dates.business_day(at)}
    return (_("%(company)s: %(report)s, %(day)s") % told)[:LONGEST_SUBJECT]


def _facts(paper: Paper) -> str:
    return "\n".join(_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in paper.facts)


def _left_out(found: Content) -> list[str]:
    if not found.left_out:
        return []
    names = _(", ").join(dict.fromkeys(str(one) for one in found.left_out))
    return [_("Left out, as your roles do not show it: %(names)s.") % {"names": names}]


def _too_long(found: Content) -> str:
    """Why there is no file: what is too long for a mail is taken away on the report's page, written by a worker."""
    if not found.is_long:
        return ""
    words = _("The report has %(count)s rows, too many for a mail. Open it and take it away as a file there.")
    return words % {"count": f"{files.length(found.paper):,}"}


def _head(paper: Paper) -> Grid:
    """The first rows of the first columns, and the sums."""
    places = paper.shown[:HEAD_COLUMNS]
    columns = [paper.columns[place] for place in places]
    lines = [row.cells for row in paper.rows[:HEAD_ROWS]] + ([paper.sums] if paper.sums else [])
    return Grid(
        heads=[wording.whole(column) for column in columns],
        rows=[
            [_short(wording.written(cells[place], column.form)) for place, column in zip(places, columns, strict=True)]
            for cells in lines
        ],
        is_right=[column.is_number for column in columns],
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _more(found: Content) -> str:
    """What the table of the mail leaves out."""
    paper = found.paper
    rows, columns = len(paper.rows) - HEAD_ROWS, len(paper.shown) - HEAD_COLUMNS
    if paper.problem or found.is_long or (rows <= 0 and columns <= 0 and not paper.parts):
        return ""
    if rows <= 0:
        return _("The file holds the whole report.")
    words = ngettext(
        "The file holds the whole report, with %(count)s more row.",
        "The file holds the whole report, with %(count)s more rows.",
        rows,
    )
    return words % {"count": rows}


def _why(schedule: ReportSchedule, reader: User) -> str:
    when = rhythm.said(schedule.rhythm, schedule.place, schedule.hour)
    if schedule.created_by_id == reader.pk:
        return _("You get this because you have the report sent to you: %(when)s.") % {"when": when}
    told = {"name": schedule.created_by.name, "when": when}
    return _(
        "You get this because %(name)s has the report sent to you: %(when)s. The figures are those you may see."
    ) % (told)


def _file(schedule: ReportSchedule, found: Content, reader: User, at: datetime) -> Attachment:
    form = File(schedule.file.lower())
    content = files.written(form, found.paper, Made(reader.name, at), found.flat)
    name = get_valid_filename(f"{schedule.report.name}-{dates.business_day(at):%Y%m%d}.{form}")
    return name, content, files.CONTENT_TYPES[form].partition(";")[0]
