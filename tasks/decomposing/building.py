"""The tasks that rules give an order: what, for which lines, by whom, how long, after what (R130–R132). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import Department
from common import dates, reference
from common.workdays import Calendar
from orders.order.models import Order, OrderLine
from tasks.decomposing import hours, wording
from tasks.decomposing.choices import Anchor, Per
from tasks.decomposing.models import DecompositionRule, TaskTemplate
from tasks.decomposing.rulebook import Book
from tasks.scheduling import slots
from tasks.scheduling.slots import Slot
from tasks.task.choices import LinkKind

TITLE, GOAL = 160, 300  # characters of the columns
Note = list[Any]  # [code, parameters]
NO_DEPARTMENT, NO_RULE, PUT_TOGETHER, TOO_LONG = "no_department", "no_rule", "put_together", "too_long"


@dataclass(frozen=True)
class Before:
    """What has to end (or begin) before a task, by its origin."""

    origin: str
    kind: str = LinkKind.FINISH
    lag: int = 0


@dataclass
class Draft:
    """A task that a rule gives. ``slots`` are the keys of what it is about, ``origin`` what it is known by when the
    order is taken apart again."""

    origin: str
    template: TaskTemplate
    line_no: int | None
    slots: frozenset[tuple[int, int]]
    department: Department
    title: str
    goal: str
    text: str
    quantity: Decimal | None
    hours: Decimal
    days: int
    not_before: date | None
    due: date | None
    skills: Sequence[tuple[int, int]] = ()
    before: list[Before] = field(default_factory=list)


@dataclass
class Frame:
    """What the drafts of an order are made from."""

    order: Order
    book: Book
    slots: Sequence[Slot]
    calendar: Calendar
    lead_days: Mapping[int, int]  # by product
    notes: list[Note] = field(default_factory=list)

    def note(self, code: str, **parameters: Any) -> None:
        """Say once what the proposal cannot."""
        if [code, parameters] not in self.notes:
            self.notes.append([code, parameters])


def drafts_of(frame: Frame, given: Mapping[int, Sequence[OrderLine]]) -> list[Draft]:
    """The tasks of an order by rules: ``given`` are the lines by the key of each rule that holds for some of them."""
    found: list[Draft] = []
    for rule in frame.book.rules:
        lines = given.get(rule.pk)
        if not lines:
            continue
        for template in frame.book.templates[rule.pk]:
            for place, group in enumerate(_groups(frame, rule, template, lines), start=1):
                draft = _draft(frame, rule, template, group, place)
                if draft is not None:
                    found.append(draft)
    _connect(frame.book, found)
    return found


def _groups(
    frame: Frame, rule: DecompositionRule, template: TaskTemplate, lines: Sequence[OrderLine]
) -> list[tuple[Slot, ...]]:
    """What each task of a template is about: slots of lines, or the deliveries of the order."""
    numbers = {line.line_no for line in lines}
    if rule.per == Per.ORDER:
        return [tuple(frame.slots)] if template.is_once else slots.by_delivery(frame.slots, lines)
    mine = [one for one in frame.slots if one.line.line_no in numbers]
    if not template.is_once:
        return [(one,) for one in mine]
    by_line: dict[int, list[Slot]] = {}
    for one in mine:
        by_line.setdefault(one.line.line_no, []).append(one)
    return [tuple(members) for members in by_line.values()]


def _draft(
    frame: Frame, rule: DecompositionRule, template: TaskTemplate, group: tuple[Slot, ...], place: int
) -> Draft | None:
    department = frame.book.department(template.department_kind, frame.order)
    if department is None:
        kind = template.department_kind or Department.Kind.SALES
        frame.note(NO_DEPARTMENT, kind=kind)
        department = frame.book.department("", frame.order)
        if department is None:
            return None
    is_whole = rule.per == Per.ORDER
    quantity = sum((one.quantity for one in group), Decimal(0))
    lesson = frame.book.lessons.get(template.pk)
    took = hours.hours_of(template, quantity, lesson)
    lead = max((frame.lead_days.get(line.product_id, 0) for one in group for line in one.lines), default=0)
    day, is_after = frame.calendar, template.anchor == Anchor.AFTER
    days = (
        1
        if is_after
        else hours.days_of(template, took, lead_days=lead, hours_a_day=frame.book.hours_a_day, lesson=lesson)
    )
    began = dates.business_day(frame.order.effective_at) if frame.order.effective_at else None
    dues = [one.due for one in group if one.due]
    texts = _texts(frame, group, is_whole, quantity)
    line_no = None if is_whole else group[0].line_no
    title = wording.fill(reference.shown(template.title), texts, TITLE)
    if took == hours.MOST_HOURS or days == hours.MOST_DAYS:
        frame.note(TOO_LONG, task=title)
    return Draft(
        origin=_origin(template, is_whole, group[0], place),
        template=template,
        line_no=line_no,
        slots=frozenset(one.key for one in group),
        department=department,
        title=title,
        goal=wording.fill(reference.shown(template.goal), texts, GOAL),
        text=wording.fill(reference.shown(template.wording), texts),
        quantity=None if is_whole else quantity,
        hours=took,
        days=days,
        not_before=day.moved(day.on_or_after(began), template.days) if is_after and began else None,
        due=max(dues, default=None),
        skills=frame.book.skills.get(template.pk, ()),
    )


def _origin(template: TaskTemplate, is_whole: bool, slot: Slot, place: int) -> str:
    if is_whole:
        return f"{template.code}:0" + (f"#{place}" if place > 1 else "")
    is_part = bool(slot.parts > 1 and not template.is_once)
    return f"{template.code}:{slot.line.line_no}" + (f"#{slot.part}" if is_part else "")


def _texts(frame: Frame, group: tuple[Slot, ...], is_whole: bool, quantity: Decimal) -> dict[str, str]:
    order, words = frame.order, frame.book.words
    lines = list({line.line_no: line for one in group for line in one.lines}.values())
    wishes = [wish for line in lines if len(lines) == 1 for wish in wording.wishes_of_line(line, words)]
    if len(lines) > 1:
        wishes += [
            _("Line %(n)s: %(wish)s") % {"n": line.line_no, "wish": wish}
            for line in lines
            for wish in wording.wishes_of_line(line, words)
        ]
    days = [one.wished for one in group if one.wished]
    one = lines[0] if len(lines) == 1 else None
    return {
        "product": wording.product_of(lines),
        "code": one.product_code if one else "",
        "specification": " ".join(filter(None, (one.specification, one.auxiliary_attribute))) if one else "",
        "quantity": "" if is_whole else f"{quantity.normalize():f}",
        "unit": lines[0].unit,
        "requirements": "\n".join([*wishes, *wording.wishes_of_order(order, words)]),
        "customer": order.customer.name,
        "order": str(order),
        "place": order.ship_address,
        "day": max(days).isoformat() if days else "",
        "logo": one.logo if one else "",
        "colour": one.colour if one else "",
        "packaging": one.packaging if one else "",
    }


# --- what precedes what --------------------------------------------------------------------------


def _connect(book: Book, drafts: Iterable[Draft]) -> None:
    """Links of templates become links of tasks about the same goods; over a template that gave none, what precedes that
    precedes the task."""
    by_template: dict[int, list[Draft]] = {}
    for one in drafts:
        by_template.setdefault(one.template.pk, []).append(one)
    for members in by_template.values():
        for draft in members:
            found: dict[str, Before] = {}
            _reach(book, by_template, draft, draft.template.pk, found, {draft.template.pk})
            draft.before = list(found.values())


def _reach(
    book: Book,
    by_template: Mapping[int, Sequence[Draft]],
    draft: Draft,
    template_id: int,
    found: dict[str, Before],
    seen: set[int],
) -> None:
    for link in book.before.get(template_id, ()):
        related = [one for one in by_template.get(link.predecessor_id, ()) if one.slots & draft.slots]
        for one in related:
            found.setdefault(one.origin, Before(one.origin, link.kind, link.lag_days))
        if not related and link.predecessor_id not in seen:
            seen.add(link.predecessor_id)
            _reach(book, by_template, draft, link.predecessor_id, found, seen)
