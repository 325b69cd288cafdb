"""Whether a target will be met: where one should stand by now, what each day still has to bring, where it ends if it
goes on like this. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LEAST_SHARE = Decimal("0.05")  # of last year that must have passed before its seasons say anything of this one


@dataclass(frozen=True)
class Stretch:
    """The days of a target and how many of them are over, today counted with them."""

    since: date
    until: date
    today: date

    @property
    def runs(self) -> bool:
        """Whether some of its days are over and others are not."""
        return self.since <= self.today < self.until

    @property
    def days(self) -> int:
        """All its days."""
        return (self.until - self.since).days + 1

    @property
    def passed(self) -> int:
        """Those that are over."""
        return max(0, min(self.days, (self.today - self.since).days + 1))


@dataclass(frozen=True)
class Expected:
    """What comes together by the end; ``is_seasonal``: by last year's seasons, else at the pace of the days so far."""

    value: Decimal
    is_seasonal: bool


def expected(
    reached: Decimal | None, stretch: Stretch, former_whole: Decimal | None, former_so_far: Decimal | None
) -> Expected | None:
    """Where what was ``reached`` ends. By the share that the same days had of the same stretch a year ago, where that
    says enough; else as if every day brought as much as those so far. None before it begins and for nothing reached."""
    if reached is None or reached <= 0 or not stretch.passed:
        return None
    if former_whole and former_so_far and former_whole > 0 and LEAST_SHARE <= former_so_far / former_whole <= 1:
        return Expected(reached * former_whole / former_so_far, True)
    return Expected(reached * stretch.days / stretch.passed, False)


def needed(target: Decimal, reached: Decimal | None, workdays: int) -> Decimal | None:
    """What each of the days of work that remain has to bring; 0 where the target is met; None without such a day."""
    left = target - (reached or Decimal(0))
    if left <= 0:
        return Decimal(0)
    return left / workdays if workdays > 0 else None


def is_met(target: Decimal, reached: Decimal | None, is_better_up: bool | None) -> bool | None:
    """Whether a target is met: of complaints and the like it is the most that there may be. None where nothing was
    measured."""
    if reached is None:
        return None
    return reached <= target if is_better_up is False else reached >= target
