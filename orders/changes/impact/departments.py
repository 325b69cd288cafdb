"""What a change means to each department, row by row, and the sums: a sheet as people read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import Department
from common.errors import Text
from orders.changes.choices import Verdict
from orders.changes.impact.sheet import ZERO, Answer, LineDays, Other, Sheet, Stale
from orders.changes.outdated import Kind as Document
from orders.credit.rules import Result
from orders.promise import chain
from products.catalogue.choices import SupplyMode

KINDS = Department.Kind
CREDIT = "CREDIT"  # no department: what the check of credit says
_ORDER = [KINDS.PRODUCTION, KINDS.PURCHASING, KINDS.WAREHOUSE, KINDS.LOGISTICS, KINDS.FINANCE]
# who moves a day, by the reason that decides it; a lead time is that of making unless more is bought
_BY_REASON = {
    chain.LEAD_TIME: KINDS.PRODUCTION,
    chain.SUPPLY: KINDS.PURCHASING,
    chain.SUPPLIER: KINDS.PURCHASING,
    chain.UNKNOWN: KINDS.PURCHASING,
}
_PAPERS = {
    Document.NOTICE: KINDS.LOGISTICS,
    Document.WAVE: KINDS.WAREHOUSE,
    Document.INVOICE: KINDS.FINANCE,
    Document.BILLED: KINDS.FINANCE,
}


@dataclass(frozen=True)
class Row:
    """A department: its ``verdict`` ("" none yet), ``days`` more, ``amount`` in the order's currency (None: nothing, or
    not the reader's to know), promises that break, what moves in words, who said so and when ("" the system).
    ``is_owed``: it was asked and has not answered."""

    kind: str
    label: Text
    verdict: str = ""
    days: int = 0
    amount: Decimal | None = None
    broken: list[Other] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    conditions: str = ""
    by: str = ""
    at: datetime | None = None
    is_owed: bool = False

    @property
    def verdict_label(self) -> Text:
        """The verdict in words."""
        return Verdict(self.verdict).label if self.verdict else ""


@dataclass(frozen=True)
class Total:
    """The sums: ``amount`` is the change of the order's total less what departments say it costs beside."""

    days: int
    amount: Decimal | None
    broken: int
    moved: int
    added: int
    dropped: int
    hours: Decimal


def rows(sheet: Sheet) -> list[Row]:
    """Every department that was asked, that the change concerns by what was worked out, or whose tasks it moves; and
    credit last."""
    answers = {one.kind: one for one in sheet.answers}
    kinds = dict.fromkeys([*_ORDER, *answers, *(one.department for one in sheet.tasks)])
    made = [_row(sheet, KINDS(kind), answers.get(kind)) for kind in kinds]
    found = [one for one in made if one.kind in answers or one.days or one.amount or one.moves or one.broken]
    return [*found, *_credit(sheet)]


def _row(sheet: Sheet, kind: str, answer: Answer | None) -> Row:
    computed = max((one.days for one in sheet.lines if _mover(one) == kind), default=0)
    return Row(
        kind=str(kind),
        label=KINDS(kind).label,
        verdict=answer.verdict if answer else "",
        days=answer.days if answer and answer.verdict else max(0, computed),
        amount=_amount(sheet, kind, answer),
        broken=sheet.broken if kind == KINDS.WAREHOUSE else [],
        moves=_moves(sheet, kind),
        conditions=answer.conditions if answer else "",
        by=answer.by if answer else "",
        at=answer.at if answer else None,
        is_owed=answer is not None and not answer.verdict,
    )


def _mover(line: LineDays) -> str:
    """The department that can move the day of a line, by the last reason that has one."""
    found = [_BY_REASON[link["kind"]] for link in line.links if link["kind"] in _BY_REASON]
    if not found:
        return ""
    return str(KINDS.PURCHASING if line.supply_mode == SupplyMode.REPLENISH else found[-1])


def _amount(sheet: Sheet, kind: str, answer: Answer | None) -> Decimal | None:
    if sheet.money is None:
        return None
    cost = (answer.cost or ZERO) if answer else ZERO
    delta = sheet.money.total.delta if kind == KINDS.FINANCE else ZERO
    return delta - cost


def _moves(sheet: Sheet, kind: str) -> list[str]:
    words = _tasks(sheet, kind)
    if kind == KINDS.WAREHOUSE:
        words += _stock(sheet.lines)
    if kind == KINDS.FINANCE and sheet.money is not None:
        words += _money(sheet)
    return words + _papers(one for one in sheet.stale if _PAPERS.get(Document(one.kind)) == kind)


def _tasks(sheet: Sheet, kind: str) -> list[str]:
    mine = [one for one in sheet.tasks if one.department == kind]
    words = {
        "MOVED": _("Tasks moved (%(count)s): %(names)s"),
        "ADDED": _("Tasks added (%(count)s): %(names)s"),
        "DROPPED": _("Tasks dropped (%(count)s): %(names)s"),
    }
    told = []
    for how, text in words.items():
        names = [one.name for one in mine if one.kind == how]
        if names:
            told.append(text % {"count": len(names), "names": ", ".join(names)})
    return told


def _stock(lines: Iterable[LineDays]) -> list[str]:
    back: dict[tuple[str, str], Decimal] = {}
    more: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        key = (line.product_code, line.unit)
        back[key] = back.get(key, ZERO) + line.given_back
        more[key] = more.get(key, ZERO) + line.more
    return [
        *_pieces(_("%(count)s %(unit)s of %(product)s are given back"), back),
        *_pieces(_("%(count)s %(unit)s of %(product)s are needed more"), more),
    ]


def _pieces(text: str, counts: Mapping[tuple[str, str], Decimal]) -> list[str]:
    return [
        text % {"count": f"{count.normalize():f}", "unit": unit, "product": product}
        for (product, unit), count in counts.items()
        if count
    ]


def _money(sheet: Sheet) -> list[str]:
    assert sheet.money is not None  # the caller asked
    words = []
    advance, over = sheet.money.advance.delta, sheet.money.overpaid
    if advance > ZERO:
        words.append(_("%(amount)s more to be paid in advance") % {"amount": f"{advance:,.2f}"})
    elif advance < ZERO:
        words.append(_("%(amount)s less to be paid in advance") % {"amount": f"{-advance:,.2f}"})
    if over:
        words.append(_("%(amount)s received too much then") % {"amount": f"{over:,.2f}"})
    for one in sheet.money.billed:
        text = _("Line %(line)s: %(amount)s invoiced beyond what is due")
        words.append(text % {"line": one.line_no, "amount": f"{one.billed - one.due:,.2f}"})
    for moved in sheet.money.moved:
        text = _("%(amount)s moves from row %(was)s of the plan to row %(now)s")
        words.append(text % {"was": moved.was, "now": moved.now, "amount": f"{moved.amount:,.2f}"})
    for share in sheet.money.shares:
        text = _("Line %(line)s: its share of the reduction moves what is due by %(amount)s; it is invoiced")
        words.append(text % {"line": share.line_no, "amount": f"{share.after - share.before:+,.2f}"})
    return words


def _papers(stale: Iterable[Stale]) -> list[str]:
    return [f"{Document(one.kind).label} {one.number}" for one in stale]


def _credit(sheet: Sheet) -> list[Row]:
    credit = sheet.credit
    if credit is None:
        return []
    words = [f"{Result(credit.result_before).label} → {Result(credit.result_after).label}"]
    if credit.percent is not None:
        words.insert(0, _("used %(before)s%% → %(after)s%%") % _percents(sheet))
    is_fine = credit.result_after in (Result.OK, Result.WATCH)
    verdict = Verdict.FEASIBLE if is_fine else Verdict.NOT_FEASIBLE
    return [Row(CREDIT, _("Credit"), str(verdict), moves=words)]


def _percents(sheet: Sheet) -> dict[str, str]:
    assert sheet.credit is not None and sheet.credit.percent is not None  # the caller asked
    percent = sheet.credit.percent
    return {"before": f"{percent.before:.1f}", "after": f"{percent.after:.1f}"}


def total(sheet: Sheet) -> Total:
    """The last row."""
    amount = sheet.money.total.delta - (sheet.extra_cost or ZERO) if sheet.money else None
    count = {how: sum(one.kind == how for one in sheet.tasks) for how in ("MOVED", "ADDED", "DROPPED")}
    return Total(
        days=sheet.days,
        amount=amount,
        broken=len(sheet.broken),
        moved=count["MOVED"],
        added=count["ADDED"],
        dropped=count["DROPPED"],
        hours=sum((one.hours for one in sheet.tasks), ZERO),
    )
