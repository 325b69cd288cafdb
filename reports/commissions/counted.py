"""Measures on which commission is often counted beside those of the figures: what stayed with the customer."""

from django.utils.translation import gettext_lazy as _

from reports.facts.choices import Kind
from reports.figures.measures import AMOUNT, GOODS, Measure, Term, measures
from reports.layout.paper import Form

_TYPES = _("Drafts, void orders and types that do not count (samples, loans)")

OURS = (
    Measure(
        "shipped_kept",
        _("Shipped less returned"),
        Form.MONEY,
        (Term(Kind.SHIPPED, "amount"), Term(Kind.RETURNED, "amount", -1)),
        fields=(AMOUNT,),
        group=GOODS,
        meaning=_("What left the house less what came back, each on its day."),
        numerator=_("Shipped amount − returned amount, at the order's price"),
        exclusions=_TYPES,
    ),
    Measure(
        "signed_kept",
        _("Signed for less returned"),
        Form.MONEY,
        (Term(Kind.SIGNED, "amount"), Term(Kind.RETURNED, "amount", -1)),
        fields=(AMOUNT,),
        group=GOODS,
        meaning=_("What customers signed for less what came back, each on its day."),
        numerator=_("Signed amount − returned amount, at the order's price"),
        exclusions=_TYPES,
    ),
)


def register() -> None:
    """Called once from this room's wiring."""
    for one in OURS:
        measures.register(one.code, one)
