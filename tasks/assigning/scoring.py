"""How well somebody suits a task: parts of 100 by the department's weights, each with its evidence (R135, R136). Pure.

A part is a share (0 to 1) of its weight: how far his skills reach what the task asks for; how many of the like he has
finished; whether the hours fit into its days, and how free he is in the weeks around; how much of his work was in
time. Whoever lacks a skill or is not there at all can be picked too, with a reason, but is not proposed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
PARTS = ("skill", "experience", "load", "punctuality")
NAMES = {
    "skill": gettext_lazy("Skill"),
    "experience": gettext_lazy("Experience"),
    "load": gettext_lazy("Load"),
    "punctuality": gettext_lazy("Punctuality"),
}
PRACTISED = 10  # so many of the like, and practice adds nothing more
FITTING = Decimal("0.9")  # of the skill's part: exactly what was asked; the rest is for more than that
WINDOW_SHARE = Decimal("0.7")  # of the load's part: the hours fit into the task's days; the rest: free around them
PRIOR, PRIOR_SHARE = 5, Decimal("0.8")  # who has no history counts like one with five tasks, four of them in time
HIGHEST = 5


@dataclass(frozen=True)
class Asked:
    """A skill that a task asks for, and how well somebody has it (0: not at all)."""

    name: str
    level: int
    has: int


@dataclass(frozen=True)
class Hours:
    """Somebody's hours in a stretch of days: at work, taken by other tasks."""

    capacity: Decimal = ZERO
    taken: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        """What is left; never below zero."""
        return max(ZERO, self.capacity - self.taken)


@dataclass(frozen=True)
class Facts:
    """What is known of somebody, for one task: ``needed`` hours of it, ``window`` its days, ``around`` the weeks from
    its start on; ``alike`` tasks like it that he finished, ``ended`` all that he finished, ``in_time`` of them."""

    asked: Sequence[Asked] = ()
    alike: int = 0
    needed: Decimal = ZERO
    window: Hours = Hours()
    around: Hours = Hours()
    away_days: int = 0
    days: int = 1
    ended: int = 0
    in_time: int = 0


@dataclass(frozen=True)
class Part:
    """Points out of the weight of a part."""

    name: str
    points: Decimal
    weight: int

    @property
    def label(self) -> str:
        """What it is called."""
        return str(NAMES[self.name])


@dataclass(frozen=True)
class Score:
    """What somebody scores: parts, total, evidence in words, and why he is not proposed ("" where he is)."""

    parts: Sequence[Part]
    evidence: str
    why_not: str = ""
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", round(sum((one.points for one in self.parts), ZERO)))


def score(facts: Facts, weights: dict[str, int]) -> Score:
    """Points for these facts by ``weights`` (part → points of 100)."""
    shares = {
        "skill": skill_share(facts.asked),
        "experience": min(ONE, Decimal(facts.alike) / PRACTISED),
        "load": load_share(facts),
        "punctuality": (facts.in_time + PRIOR * PRIOR_SHARE) / (facts.ended + PRIOR),
    }
    parts = [Part(name, (shares[name] * weights[name]).quantize(Decimal("0.1")), weights[name]) for name in PARTS]
    return Score(parts, evidence(facts), why_not(facts))


def skill_share(asked: Sequence[Asked]) -> Decimal:
    """The mean over what is asked; one where nothing is."""
    if not asked:
        return ONE
    return sum((_reach(one) for one in asked), ZERO) / len(asked)


def _reach(one: Asked) -> Decimal:
    if one.has < one.level:
        return FITTING * one.has / one.level
    more = ONE if one.level >= HIGHEST else Decimal(one.has - one.level) / (HIGHEST - one.level)
    return FITTING + (ONE - FITTING) * more


def load_share(facts: Facts) -> Decimal:
    """How far the hours fit into the task's days, and how free the weeks around them are."""
    fits = min(ONE, facts.window.free / facts.needed) if facts.needed else (ONE if facts.window.free else ZERO)
    free = facts.around.free / facts.around.capacity if facts.around.capacity else ZERO
    return WINDOW_SHARE * fits + (ONE - WINDOW_SHARE) * free


def why_not(facts: Facts) -> str:
    """Why he is not proposed; "" where he is."""
    lacking = [one.name for one in facts.asked if not one.has]
    if lacking:
        return _("Lacks %(skills)s") % {"skills": _(", ").join(lacking)}
    if facts.away_days >= facts.days:
        return _("Not at work on its days")
    return ""


def evidence(facts: Facts) -> str:
    """One sentence: what the points rest on."""
    said = [_("%(skill)s: level %(has)s of %(asked)s") % _levels(one) for one in facts.asked if one.has]
    said.append(
        _("did %(count)s of the like") % {"count": facts.alike} if facts.alike else _("did none of the like yet")
    )
    if facts.ended:
        percent = int(HUNDRED * facts.in_time / facts.ended)
        said.append(_("%(percent)s%% of %(count)s tasks in time") % {"percent": percent, "count": facts.ended})
    said.append(_("%(free)s of %(needed)s hours free on its days") % _free(facts))
    if facts.away_days:
        said.append(_("not at work on %(away)s of %(days)s days") % {"away": facts.away_days, "days": facts.days})
    return _("; ").join(said)


def _levels(one: Asked) -> dict[str, object]:
    return {"skill": one.name, "has": one.has, "asked": one.level}


def _free(facts: Facts) -> dict[str, str]:
    return {"free": _plain(facts.window.free), "needed": _plain(facts.needed)}


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.1')).normalize():f}"
