"""When gifts of promotions may leave: always, in proportion to what left of their line, or after all of it
(SEMANTICS 4). Asked where a delivery notice is written and where it is audited."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import errors, settings
from common.errors import Text
from orders.closure import tolerances
from orders.closure.aftermath import Affected
from orders.fulfilment.rules import plain
from orders.order.models import OrderLine
from orders.order.states import Closure
from products.promotions.matching import gift_quantity

SETTING = "orders.gift_shipping"
ALWAYS, PROPORTION, COMPLETE = "ALWAYS", "PROPORTION", "COMPLETE"
CHOICES = (
    (ALWAYS, gettext_lazy("Always")),
    (PROPORTION, gettext_lazy("In proportion to what leaves of their line")),
    (COMPLETE, gettext_lazy("After all of their line")),
)
ZERO = Decimal(0)
BY_HAND = (Closure.SHORT, Closure.CANCELLED)
Gone = Callable[[OrderLine], Decimal]
Pairs = Sequence[tuple[OrderLine, Decimal]]


def register() -> None:
    """Declare the setting; called once when the app is ready."""
    settings.definitions.register(
        SETTING,
        settings.Definition(
            ALWAYS, gettext_lazy("When the gifts of promotions may be shipped"), "orders", choices=lambda: CHOICES
        ),
    )


def due(gift: OrderLine, source: OrderLine, gone: Decimal, mode: str, under: Decimal) -> Decimal:
    """How much of a gift may have left once ``gone`` of its line has; of a line closed short only what was earned.
    ``under``: the under-delivery tolerance, a fraction."""
    if mode == ALWAYS:
        return gift.ordered
    if gone > 0 and gone >= source.ordered * (1 - under) and source.closure not in BY_HAND:
        return gift.ordered
    if mode == COMPLETE and source.closure not in BY_HAND:
        return ZERO
    return min(gift.ordered, gift_quantity(gone, gift.gift_buy or 1, gift.gift_give or 0))


def check_notice(affected: Iterable[Affected], wanted: Pairs, own: Mapping[int, Decimal]) -> None:
    """Raise Invalid, per position in ``wanted``, where a delivery notice would take a gift before its line has earned
    it: what left, stands on other notices and goes with this one counts. ``own``: what it held before."""
    asked = {line.pk: quantity for line, quantity in wanted}

    def planned(line: OrderLine) -> Decimal:
        others = line.drafted - own.get(line.pk, ZERO)
        return line.shipped - line.reship + others + asked.get(line.pk, ZERO)

    found = _early(affected, wanted, planned)
    rows = {line.pk: row for row, (line, _quantity) in enumerate(wanted, start=1)}
    wrong: dict[str, list[Text]] = {f"lines.{rows[pk]}.quantity": [text] for pk, text in found.items()}
    if wrong:
        raise errors.Invalid(fields=wrong, code="gift_not_due")


def check_issue(affected: Iterable[Affected], going: Pairs) -> None:
    """Raise Conflict where goods about to leave hold a gift that its line has not earned yet. Other notices do not
    count here: they are plans."""
    asked = {line.pk: quantity for line, quantity in going}

    def gone(line: OrderLine) -> Decimal:
        return line.shipped - line.reship + asked.get(line.pk, ZERO)

    if found := _early(affected, going, gone):
        raise errors.Conflict(" ".join(map(str, found.values())), code="gift_not_due")


def _early(affected: Iterable[Affected], wanted: Pairs, gone: Gone) -> dict[int, Text]:
    """Key of a gift among ``wanted`` → why it is too early for so much of it."""
    mode = str(settings.get(SETTING))
    gifts = [line for line, _quantity in wanted if line.gift_of_id]
    if mode == ALWAYS or not gifts:
        return {}
    by_pk = {line.pk: line for one in affected for line in one.lines}
    under = tolerances.under()
    found: dict[int, Text] = {}
    for gift in gifts:
        source = by_pk[gift.gift_of_id or 0]
        allowed = due(gift, source, gone(source), mode, under)
        if gone(gift) > allowed:
            text = _(
                "Line %(line)s is a gift of line %(source)s, of which %(gone)s have gone: %(allowed)s may go so far."
            )
            words = {"gone": plain(max(ZERO, gone(source))), "allowed": plain(allowed)}
            found[gift.pk] = text % {"line": gift.line_no, "source": source.line_no, **words}
    return found
