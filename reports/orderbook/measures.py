"""How what is still to be delivered moves, as measures that anything may be told by (R129, R246): each movement of the
backlog, and all of them together. Pure.

What is open is worth the line's amount for the pieces not delivered. The movements add up to it on every day
(``facts/deriving/goods.py``).
"""

from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.facts.choices import Kind
from reports.figures.measures import AMOUNT, Measure, Term, measures
from reports.layout.paper import Form, Text

GROUP = pgettext_lazy("measures", "Backlog")
_NOT = _("Types that do not count (samples, loans); freight")

# code → sign that it has in the sum, kind, words, meaning, what is counted
MOVES: dict[str, tuple[int, Kind, Text, Text, Text]] = {
    "backlog_new": (
        *(1, Kind.NEW, _("New in the backlog"), _("What took effect, as it was on the day on which it did.")),
        _("Lines of orders that took effect, at the amounts of then"),
    ),
    "backlog_changed": (
        *(1, Kind.CHANGED, _("Changed")),
        _("What changes added or took away, and orders whose approval was taken back or that were made void."),
        _("Changes of lines in force, on the day on which they took effect"),
    ),
    "backlog_again": (
        *(1, Kind.RESHIPPED, _("To be shipped again")),
        _("What came back or was lost on the way and is to be delivered once more."),
        _("Returned or lost pieces that are to be shipped again, at the order's price"),
    ),
    "backlog_let_go": (
        *(1, Kind.LET_GO, _("Closed short")),
        _("What is not to be delivered any more; below zero, above where it was opened again."),
        _("Remainders closed short less those opened again, at the order's price"),
    ),
    "backlog_evened": (
        *(1, Kind.EVENED, _("Over-delivery and price differences")),
        _(
            "Pieces shipped beyond the order, remainders within a tolerance, and parts that were shipped before their"
            " price changed: with it the movements add up to what is open."
        ),
        _("What is open less what the other movements come to"),
    ),
    "shipped": (-1, Kind.SHIPPED, "", "", ""),  # a measure of the figures
}


def quantity_of(code: str) -> str:
    """The measure that tells the same in pieces."""
    return f"{code}_quantity"


def _of(code: str, kind: Kind, label: Text, meaning: Text, numerator: Text) -> tuple[Measure, Measure]:
    pieces = format_lazy(pgettext_lazy("measure of the backlog", "{label}, pieces"), label=label)
    worth = Measure(
        code,
        label,
        Form.MONEY,
        (Term(kind, "amount"),),
        fields=(AMOUNT,),
        group=GROUP,
        meaning=meaning,
        numerator=numerator,
        exclusions=_NOT,
        is_better_up=None,
    )
    return worth, _in_pieces(worth, pieces, (Term(kind, "quantity"),))


def _in_pieces(worth: Measure, label: Text, terms: tuple[Term, ...]) -> Measure:
    return replace(worth, code=quantity_of(worth.code), label=label, form=Form.QUANTITY, above=terms, fields=())


def _terms(column: str) -> tuple[Term, ...]:
    return tuple(Term(kind, column, sign) for sign, kind, *_words in MOVES.values())


def register() -> None:
    """Called once from this room's wiring."""
    for code, (_sign, kind, *words) in MOVES.items():
        for one in _of(code, kind, *words) if words[0] else ():
            measures.register(one.code, one)
    worth = Measure(
        "backlog",
        _("Growth of the backlog"),
        Form.MONEY,
        _terms("amount"),
        fields=(AMOUNT,),
        group=GROUP,
        meaning=_("By how much the backlog grew in the period; from the beginning on, the backlog itself."),
        numerator=_("All movements: new, changed, to be shipped again, less shipped and closed short"),
        exclusions=_NOT,
        is_better_up=None,
    )
    for one in (worth, _in_pieces(worth, _("Growth of the backlog, pieces"), _terms("quantity"))):
        measures.register(one.code, one)
