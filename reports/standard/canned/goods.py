"""How products go: month by month, against before, faster or slower, and which are sold no more (R252, R129)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.figures import naming
from reports.figures.answers import Answer
from reports.figures.dimensions import AXES, Time
from reports.figures.measures import Measure, measures
from reports.figures.periods import former
from reports.figures.question import AGAINST_LABELS, Against, Question, next_start
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Row, Series, Shape, growth
from reports.standard import asking, conditions, sheets
from reports.standard.canned.sales import WHO
from reports.standard.groups import GOODS
from reports.standard.reports import Control, Standard, Wanted

FAST = Decimal("0.2")  # from here on a change of pace is told
RECENT, MOST_LISTED = 3, 20  # months of the pace; products in a list of those that changed
MOST_MONTHS, MOST_QUARTERS = 13, 20
FASTER, SLOWER, NEW, GONE = "faster", "slower", "new", "gone"
WORDS: dict[str, str | Promise] = {
    FASTER: pgettext_lazy("pace of a product", "speeds up"),
    SLOWER: pgettext_lazy("pace of a product", "slows down"),
    NEW: pgettext_lazy("pace of a product", "new"),
    GONE: pgettext_lazy("pace of a product", "sells no more"),
}
_WHAT = {"product-quantity": ("product", "quantity"), "product-amount": ("product", "amount"),
         "category-quantity": ("category", "quantity"), "category-amount": ("category", "amount")}  # fmt: skip
CHOICES = (
    ("product-quantity", gettext_lazy("Products, by quantity")),
    ("product-amount", gettext_lazy("Products, by amount")),
    ("category-quantity", gettext_lazy("Categories, by quantity")),
    ("category-amount", gettext_lazy("Categories, by amount")),
)


@dataclass(frozen=True)
class Pace:
    """What was sold in the last three whole months, in the three before, and what is made of it."""

    recent: Decimal
    earlier: Decimal
    change: Decimal | None
    mark: str


def trends(wanted: Wanted) -> Paper:
    """Each product's months, the whole against the period before, its pace; those whose pace changed most."""
    axis, code = _WHAT[wanted.by]
    measure = measures[code]
    asked = asking.question(
        wanted, (code,), rows=(axis,), column=_stretch(wanted), order_by=code, top=wanted.top
    )  # fmt: skip
    found = asking.answer(wanted, asked)
    paces = _paces(wanted, axis, measure)
    paper = _against(wanted, asking.paper(wanted, found, _("Product trends")), found, measure)
    keys = [*found.rows, *([None] * (len(paper.rows) - len(found.rows)))]
    shown = [paces.get(key[0]) if key else None for key in keys]
    group = _("Pace")
    paper = sheets.beside(
        paper,
        Column("pace", pgettext("report", "Change"), Form.GROWTH, group, _pace_words()),
        [one.change if one else None for one in shown],
    )
    paper = sheets.beside(
        paper,
        Column("mark", pgettext("report", "Remark"), Form.TEXT, group),
        [str(WORDS.get(one.mark, "")) if one else "" for one in shown],
    )
    paper = _months_last(paper, measure)
    parts = [part for part in _changed(wanted, asked, axis, measure, paces) if part.rows]
    return replace(
        paper,
        charts=(_course(measure, axis),),
        parts=tuple(parts),
        definitions=(*paper.definitions, Definition(_("Pace"), _pace_words())),
    )


def _against(wanted: Wanted, paper: Paper, found: Answer, measure: Measure) -> Paper:
    """The whole of each beside that of the days compared with, of all that were left out too."""
    against = wanted.against
    days = former(replace(found.question, against=against), wanted.today) or (wanted.since, wanted.until)
    past = asking.answer(wanted, replace(found.question, column="", order_by="", top=0).over(*days))
    then: list[Any] = [measure.value(past.groups[key].sums) if key in past.groups else Decimal(0) for key in found.rows]
    whole = measure.value(past.whole.sums)
    if len(paper.rows) > len(then):  # the others
        then.append((whole or Decimal(0)) - sum(then, Decimal(0)))
    group = paper.columns[paper.index(measure.code)].group
    now = sheets.cells(paper, measure.code)
    key = f"{measure.code}~former"
    column = Column(key, AGAINST_LABELS[against], measure.form, group)
    paper = sheets.beside(paper, column, then, total=whole, after=measure.code)
    changes = [growth(one, was) for one, was in zip(now, then, strict=True)]
    column = Column(f"{measure.code}~growth", pgettext("report", "Change"), Form.GROWTH, group)
    return sheets.beside(paper, column, changes, total=growth(sheets.total(paper, measure.code), whole), after=key)


def _months_last(paper: Paper, measure: Measure) -> Paper:
    """The whole and what is made of it first: twelve months do not fit a page. They stand under one head."""
    months = [one.key for one in paper.columns if one.key.startswith(f"{measure.code}:")]
    rest = [one.key for one in paper.columns[1:] if one.key not in months]
    paper = sheets.ordered(paper, [paper.columns[0].key, *rest, *months])
    columns = [
        replace(one, label=one.group, group=measure.label, definition="") if one.key in months else one
        for one in paper.columns
    ]
    return replace(paper, columns=tuple(columns))


def _course(measure: Measure, axis: str) -> Chart:
    """This period beside the one before, of the largest."""
    series = (Series(measure.code), Series(f"{measure.code}~former", is_former=True))
    return Chart(Shape.BARS, measure.label, axis, series)


def _stretch(wanted: Wanted) -> str:
    """Columns that fit a page: months of a year, else quarters, else years."""
    months = (wanted.until.year - wanted.since.year) * 12 + wanted.until.month - wanted.since.month + 1
    if months <= MOST_MONTHS:
        return Time.MONTH
    return Time.QUARTER if months <= MOST_QUARTERS * 3 else Time.YEAR


def _pace_words() -> str:
    return _(
        "The last three whole months of the period against the three before them: from 20 % on it speeds up or slows"
        " down."
    )


def _paces(wanted: Wanted, axis: str, measure: Measure) -> dict[Any, Pace]:
    """Member → its pace, of everything that was sold in these six months."""
    end = _end_of_months(min(wanted.until, wanted.today))
    middle, begin = _months_before(end, RECENT), _months_before(end, RECENT * 2)
    asked = Question(
        (measure.code,), middle, end - timedelta(days=1), rows=(axis,), filters=conditions.filters(wanted)
    )  # fmt: skip
    recent = asking.answer(wanted, asked)
    earlier = asking.answer(wanted, asked.over(begin, middle - timedelta(days=1)))
    found = {}
    for key in recent.groups.keys() | earlier.groups.keys():
        now, then = (
            measure.value(one.groups[key].sums) or Decimal(0) if key in one.groups else Decimal(0)
            for one in (recent, earlier)
        )
        change = growth(now, then)
        found[key[0]] = Pace(now, then, change, marked(now, then))
    return found


def marked(now: Decimal, then: Decimal) -> str:
    """What three months say against the three before: speeds up, slows down, is new, is gone; "" for neither."""
    if not then:
        return NEW if now > 0 else ""
    if now <= 0:
        return GONE
    change = (now - then) / then
    return FASTER if change >= FAST else SLOWER if change <= -FAST else ""


def _end_of_months(day: date) -> date:
    """The day after the last whole month up to ``day``."""
    return next_start(Time.MONTH, day.replace(day=1)) if _is_last(day) else day.replace(day=1)


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _months_before(day: date, months: int) -> date:
    first = day.year * 12 + day.month - 1 - months
    return date(first // 12, first % 12 + 1, 1)


def _changed(wanted: Wanted, asked: Question, axis: str, measure: Measure, paces: dict[Any, Pace]) -> Iterator[Paper]:
    """A table each of those that slow down most, speed up most and are sold no more."""
    titles = ((GONE, _("Sold no more")), (SLOWER, _("Slowing down most")), (FASTER, _("Speeding up most")))
    chosen = {
        mark: sorted(
            (key for key, one in paces.items() if one.mark == mark and key),
            key=lambda key: (-abs(paces[key].recent - paces[key].earlier), str(key)),
        )
        for mark, _title in titles
    }
    names = naming.names_of(AXES[axis], [key for keys in chosen.values() for key in keys[:MOST_LISTED]])
    for mark, title in titles:
        keys = chosen[mark]
        rows = [_told(wanted, asked, axis, measure, key, names[key], paces[key]) for key in keys[:MOST_LISTED]]
        rest = len(keys) - len(rows)
        note = (_("The %(count)s with the largest change; %(rest)s others are not shown.")
                % {"count": len(rows), "rest": rest},) if rest else ()  # fmt: skip
        yield Paper(title=title, columns=_columns(axis, measure), rows=rows, notes=note)


def _columns(axis: str, measure: Measure) -> tuple[Column, ...]:
    group = measure.label
    return (
        Column(axis, AXES[axis].label),
        Column("earlier", _("Three months before"), measure.form, group),
        Column("recent", _("Last three months"), measure.form, group),
        Column("change", pgettext("report", "Change"), Form.GROWTH, group),
    )


def _told(wanted: Wanted, asked: Question, axis: str, measure: Measure, key: Any, name: str, pace: Pace) -> Row:
    end = _end_of_months(min(wanted.until, wanted.today))
    middle, begin = _months_before(end, RECENT), _months_before(end, RECENT * 2)
    one = replace(asked, column="", filters={**asked.filters, axis: (str(key),)})
    last = timedelta(days=1)
    return sheets.row(
        (name, pace.earlier, pace.recent, pace.change),
        {
            "earlier": asking.rows_of(wanted, one, measure.code, since=begin, until=middle - last),
            "recent": asking.rows_of(wanted, one, measure.code, since=middle, until=end - last),
        },
        key=str(key),
    )


REPORTS: Sequence[Standard] = (
    Standard(
        code="product-trends",
        title=pgettext_lazy("report", "Product trends"),
        group=GOODS,
        about=gettext_lazy("Which products sell better or worse than before, and which are not sold any more?"),
        make=trends,
        controls=frozenset({Control.PERIOD, Control.AGAINST, Control.TOP, Control.CATEGORY, Control.PRODUCT}) | WHO,
        choices=CHOICES,
        by_label=pgettext_lazy("report by", "By"),
        against=Against.BEFORE,
        order=10,
    ),
)
