"""What the rules make of an order: drafts of its tasks. Reads only, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import override

from common import dates
from common.workdays import calendar
from orders.order.models import Order, OrderLine
from products.catalogue.models import Product
from segments import held
from tasks.decomposing import building, rulebook
from tasks.decomposing.building import Draft, Frame, Note
from tasks.decomposing.choices import Per
from tasks.decomposing.models import DecompositionRule
from tasks.decomposing.rulebook import Book
from tasks.scheduling import slots
from tasks.task.operations import MOST


@dataclass
class Taken:
    """An order taken apart by the rules. ``over``: the numbers of lines of which nothing is left to do."""

    drafts: list[Draft]
    notes: list[Note] = field(default_factory=list)
    over: frozenset[int] = frozenset()


def take_apart(order: Order, lines: Sequence[OrderLine], *, at: datetime, book: Book | None = None) -> Taken:
    """The tasks that the rules give an order, as it is held: saved or only thought of. Texts are in the company's
    language. The customer of the order is at hand."""
    book = book or rulebook.load()
    for line in lines:
        line.order = order
    open_lines = [line for line in lines if slots.is_to_do(line)]
    over = frozenset(line.line_no for line in lines) - {line.line_no for line in open_lines}
    given = rules_given(book, order, open_lines, dates.business_day(at))
    frame = Frame(
        order=order,
        book=book,
        slots=_slots(order, open_lines, book, given),
        calendar=calendar(),
        lead_days=_lead_days(open_lines),
    )
    if any(one.quantity and len(one.lines) > 1 for one in frame.slots):
        frame.note(building.PUT_TOGETHER, lines=len(open_lines), sets=len(frame.slots))
    for line in open_lines:
        if not any(line in found for key, found in given.items() if _is_per_line(book, key)):
            frame.note(building.NO_RULE, line=line.line_no, product=line.product_name)
    with override(django_settings.LANGUAGE_CODE):
        drafts = building.drafts_of(frame, given)
    return Taken(drafts, frame.notes, over)


def rules_given(book: Book, order: Order, lines: Sequence[OrderLine], today: date) -> dict[int, list[OrderLine]]:
    """The lines for which each rule holds, by the rule's key: of a group only the first that holds, for each line or
    for the order as a whole. A rule whose condition is out of use holds for none."""
    fits: Mapping[int, Sequence[Any]] = held.fitting(order, lines, book.conditions, today) if lines else {}
    given: dict[int, list[OrderLine]] = {}
    taken: dict[str, set[int]] = {}
    for rule in book.rules:
        found = _fitting(rule, lines, fits)
        if rule.group:
            done = taken.setdefault(f"{rule.per}{rule.group}", set())
            if rule.per == Per.ORDER:
                found = [] if done else found
            found = [line for line in found if line.line_no not in done]
            done |= {line.line_no for line in found}
        if found:
            given[rule.pk] = found
    return given


def _fitting(rule: DecompositionRule, lines: Sequence[OrderLine], fits: Mapping[int, Sequence[Any]]) -> list[OrderLine]:
    if rule.segment_id is not None:
        return list(fits.get(rule.segment_id, ()))
    if rule.per == Per.LINE:
        return list(lines)
    return [line for line in lines if not line.is_service] or list(lines)


def _is_per_line(book: Book, rule_id: int) -> bool:
    return any(one.pk == rule_id and one.per == Per.LINE for one in book.rules)


def _lead_days(lines: Sequence[OrderLine]) -> dict[int, int]:
    ids = {line.product_id for line in lines}
    return dict(Product.objects.filter(pk__in=ids).values_list("pk", "lead_time_days"))


def _slots(
    order: Order, lines: Sequence[OrderLine], book: Book, given: Mapping[int, Sequence[OrderLine]]
) -> list[slots.Slot]:
    """The slots of an order; of one with so many lines that it would have too many tasks, those of lines with the same
    rules, category and day are put together."""
    found = [slot for line in lines for slot in slots.slots_of(order, line)]
    rules_of: dict[int, list[int]] = {line.line_no: [] for line in lines}
    for rule_id, members in given.items():
        if _is_per_line(book, rule_id):
            for line in members:
                rules_of[line.line_no].append(rule_id)
    count = sum(len(book.templates[rule_id]) for slot in found for rule_id in rules_of[slot.line.line_no])
    if count <= MOST * 3 // 4:  # room for those of the order as a whole, and for some by hand
        return found
    categories = dict(Product.objects.filter(pk__in={line.product_id for line in lines}).values_list("pk", "category"))
    alike = {line.line_no: (*rules_of[line.line_no], categories.get(line.product_id)) for line in lines}
    return slots.put_together(found, alike)
