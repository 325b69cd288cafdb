"""How busy a department is, for its board: hours of two weeks against possible ones, the fullest first."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags import fmt
from reports.boards.choosing import View
from reports.boards.waiting import Bar, Queue
from tasks.board import busy

WEEKS, SHOWN = 2, 8
ROOM = Decimal("1.25")  # the bar is longer than what is possible, so that too much can be seen


def of(view: View) -> Queue:
    """The people of his department, those with most to do first."""
    sheet = busy.open_sheet(
        view.actor, first=view.today, weeks=WEEKS, today=view.today, department_id=view.actor.department_id
    )
    people = [line for group in sheet.groups for line in group.people if line.total.capacity or line.total.hours]
    people.sort(key=lambda line: (-line.total.hours, line.name))
    widest = max((max(one.total.capacity * ROOM, one.total.hours) for one in people), default=Decimal(1)) or Decimal(1)
    bars = [_bar(line, widest, view.today) for line in people[:SHOWN]]
    return Queue([], str(sheet.over) if sheet.over else "", reverse("tasks:load"), bars=bars)


def _bar(line: busy.Line, widest: Decimal, today: date) -> Bar:
    hours, capacity = line.total.hours, line.total.capacity
    within, over = min(hours, capacity), max(Decimal(0), hours - capacity)
    query = urlencode({"person": line.person.pk}) if line.person else ""
    return Bar(
        line.name,
        fmt.qty(hours),
        _("%(hours)s h free") % {"hours": fmt.qty(capacity - hours)} if hours <= capacity else "",
        (within * 100 / widest).quantize(Decimal("0.01")),
        (over * 100 / widest).quantize(Decimal("0.01")),
        f"{reverse('tasks:calendar')}?{query}" if query else "",
    )
