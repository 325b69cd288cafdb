"""From when on a customer is late, about to leave or falling, and what a high score is: figures of the company's, one
setting with a page of its own, since some only make sense beside others (docs/adr/0108)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import settings
from common.settings import Bounds

SETTING = "reports.customer_thresholds"
RIGHT = "setting.manage"
PAGE = "customer-thresholds"  # of the console
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Thresholds:
    """``late``, ``leaving``: intervals since the last order; ``grace``: days over one interval that say nothing;
    ``fall``: percent less than in the period before; ``scores``: into how many equal groups customers are cut;
    ``high``: the least score that is high."""

    late: Decimal = Decimal("1.5")
    leaving: Decimal = Decimal(3)
    grace: int = 7
    fall: int = 30
    scores: int = 5
    high: int = 4

    @property
    def left(self) -> Decimal:
        """How much of the amount before is left of who is falling, at most."""
        return 1 - Decimal(self.fall) / 100


SHIPPED = Thresholds()


@dataclass(frozen=True)
class Figure:
    """One of them as its page shows it."""

    label: str | Promise
    bounds: Bounds


FIGURES: dict[str, Figure] = {
    "late": Figure(gettext_lazy("Late: intervals since the last order, more than"), Bounds(1, 20, 1)),
    "leaving": Figure(gettext_lazy("About to leave: intervals since the last order, more than"), Bounds(1, 50, 1)),
    "grace": Figure(gettext_lazy("Days over the interval that say nothing yet"), Bounds(0, 180)),
    "fall": Figure(gettext_lazy("Falling: percent less than in the period before"), Bounds(1, 100)),
    "scores": Figure(gettext_lazy("Scores: equal groups that customers are cut into"), Bounds(2, 10)),
    "high": Figure(gettext_lazy("The least score that is high"), Bounds(2, 10)),
}


def current() -> Thresholds:
    """Those of the company."""
    return _of(settings.get(SETTING))


def _of(stored: Mapping[str, Any]) -> Thresholds:
    """Those stored, each that is not as it is shipped; what an older release stored and nobody knows is left out."""
    given = {one.name: stored[one.name] for one in fields(Thresholds) if one.name in stored}
    return Thresholds(**{name: _typed(name, value) for name, value in given.items()})


def _typed(name: str, value: Any) -> Any:
    return Decimal(value) if FIGURES[name].bounds.places else int(value)


def stored(wanted: Thresholds) -> dict[str, Any]:
    """What the setting keeps of them: what is not as it is shipped."""
    found: dict[str, Any] = {}
    for name, figure in FIGURES.items():
        value = getattr(wanted, name)
        if value != getattr(SHIPPED, name):
            found[name] = plain(value) if figure.bounds.places else int(value)
    return found


def faults(wanted: Thresholds) -> dict[str, str]:
    """What is wrong with each of them, alone and beside the others."""
    found = {name: fault for name, figure in FIGURES.items() if (fault := _out_of(getattr(wanted, name), figure))}
    if "leaving" not in found and "late" not in found and wanted.leaving <= wanted.late:
        found["leaving"] = _("Enter more than %(late)s, from when on a customer is late.") % {
            "late": plain(wanted.late)
        }
    if "high" not in found and "scores" not in found and wanted.high > wanted.scores:
        found["high"] = _("The best score is %(scores)s.") % {"scores": wanted.scores}
    return found


def _out_of(value: Decimal | int, figure: Figure) -> str:
    bounds = figure.bounds
    number = Decimal(value)
    if not number.is_finite() or not bounds.least <= number <= bounds.most:
        return _("Enter a number from %(least)s to %(most)s.") % {"least": bounds.least, "most": bounds.most}
    if number != round(number, bounds.places):
        return _("Enter a number with at most %(n)s decimals.") % {"n": bounds.places}
    return ""


def fault_of(value: Any) -> Any:
    """What is wrong with the setting, in words; None for nothing."""
    if unknown := sorted(set(value) - set(FIGURES)):
        return _("“%(value)s” is no threshold.") % {"value": str(unknown[0])[:80]}
    for name, one in value.items():
        has_places = bool(FIGURES[name].bounds.places)
        if not (isinstance(one, str) and _NUMBER.fullmatch(one) if has_places else type(one) is int):
            return _("%(label)s: %(value)s") % {"label": FIGURES[name].label, "value": _("Enter a number.")}
    for name, text in faults(_of(value)).items():
        return _("%(label)s: %(value)s") % {"label": FIGURES[name].label, "value": text}
    return None


def plain(value: Decimal) -> str:
    """1.5, and 3 without zeros."""
    return f"{value.normalize():f}"


def written(wanted: Thresholds) -> str:
    """They as parameters of the address of their page."""
    return urlencode({name: f"{getattr(wanted, name)}" for name in FIGURES})
