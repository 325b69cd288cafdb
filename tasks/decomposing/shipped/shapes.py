"""How the rules that come with the software are written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tasks.decomposing.choices import Anchor, Duration, Per
from tasks.task.choices import LinkKind


@dataclass(frozen=True)
class After:
    """What has to end (or begin) before: the code of a template, of this rule or of another."""

    code: str
    lag: int = 0
    kind: str = LinkKind.FINISH


@dataclass(frozen=True)
class Template:
    """A task of a rule; texts in English, marked for translation."""

    code: str
    title: str
    phase: str
    department: str = ""
    hours: str = "0"
    a_piece: str = "0"
    a_batch: str = "0"
    batch: int = 0
    goal: str = ""
    wording: str = ""
    skills: Sequence[tuple[str, int]] = ()
    after: Sequence[After] = ()
    duration: str = Duration.HOURS
    days: int = 0
    anchor: str = Anchor.FORWARD
    is_milestone: bool = False
    is_special: bool = False
    is_supply: bool = False
    is_once: bool = False

    @property
    def figures(self) -> dict[str, Decimal]:
        """The parts of its function of hours, by column."""
        return {
            "hours_fixed": Decimal(self.hours),
            "hours_per_piece": Decimal(self.a_piece),
            "hours_per_batch": Decimal(self.a_batch),
        }


@dataclass(frozen=True)
class Shipped:
    """A rule with its templates. ``condition``: the code of a saved condition that comes with it."""

    name: str
    condition: str
    templates: Sequence[Template]
    group: str = ""
    per: str = Per.LINE


def after(*codes: str) -> tuple[After, ...]:
    """Each has to end before, without a lag."""
    return tuple(After(code) for code in codes)
