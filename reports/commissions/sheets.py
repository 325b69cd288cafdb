"""A statement as a value: lines by rule, corrections of months before, rewards beside; and as it is kept. Pure.

Amounts are in the company's currency, in cents; a month is named by its first day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from common.money import ZERO, plain
from reports.commissions import scale
from reports.commissions.models import CommissionStatement
from reports.commissions.scale import Earned, Part, Steps


class State(StrEnum):
    """Where a statement stands: worked out while somebody looks, or kept."""

    DRAFT = "DRAFT"
    CONFIRMED = "CONFIRMED"
    PAID = "PAID"


class _Kind(StrEnum):
    RULE = "RULE"
    CORRECTION = "CORRECTION"
    REWARD = "REWARD"


@dataclass(frozen=True)
class RuleLine:
    """What a rule gives: what it counts, against which target, at which rates, as they were."""

    rule_id: int
    name: str
    measure: str
    base: Decimal
    target: Decimal | None
    steps: Steps
    is_whole: bool
    earned: Earned

    @property
    def amount(self) -> Decimal:
        """What it earns."""
        return self.earned.amount


@dataclass(frozen=True)
class Changed:
    """A base of a kept statement that is another one now; ``measure`` "": rewards and penalties."""

    measure: str
    was: Decimal
    now: Decimal
    amount: Decimal  # what that makes of the commission


@dataclass(frozen=True)
class Correction:
    """By how much a kept statement of an earlier month would be another one now."""

    month: date
    amount: Decimal
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class RewardLine:
    """A reward, or a penalty (below zero), that was recorded for the month; ``amount`` None: in words alone."""

    id: int
    kind: str
    amount: Decimal | None
    reason: str
    order: str = ""


@dataclass(frozen=True)
class Sheet:
    """The statement of a person for a month. ``kept``: its row, None for a draft. ``differs``: what changed since it
    was kept and no later statement carries. ``as_of``: until when its figures count what happened. ``is_over``:
    whether its month has ended and all of it is counted."""

    person: Any
    month: date
    lines: tuple[RuleLine, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rewards: tuple[RewardLine, ...] = ()
    adjustment: Decimal = ZERO
    reason: str = ""
    state: State = State.DRAFT
    kept: CommissionStatement | None = None
    differs: Correction | None = None
    as_of: datetime | None = None
    is_over: bool = True
    department: Any = field(default=None, compare=False)

    @property
    def commission(self) -> Decimal:
        """What the rules give."""
        return sum((one.amount for one in self.lines), ZERO)

    @property
    def corrected(self) -> Decimal:
        """What is made good of months before."""
        return sum((one.amount for one in self.corrections), ZERO)

    @property
    def rewarded(self) -> Decimal:
        """Rewards less penalties."""
        return sum((one.amount or ZERO for one in self.rewards), ZERO)

    @property
    def total(self) -> Decimal:
        """All that is to be paid."""
        return self.commission + self.corrected + self.rewarded + self.adjustment

    @property
    def attainment(self) -> Decimal | None:
        """What was reached of the targets of its lines; None where none has one."""
        aimed = [one for one in self.lines if one.target]
        goal = sum((one.target for one in aimed if one.target), ZERO)
        return sum((one.base for one in aimed), ZERO) / goal if goal else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be said: no figure, target, correction, reward."""
        said = any(one.base or one.target for one in self.lines)
        return not (said or self.corrections or self.rewards or self.kept)


def line_of(*, rule_id: int, name: str, measure: str, base: Decimal, target: Decimal | None, steps: Steps,
            is_whole: bool) -> RuleLine:  # fmt: skip
    """A line worked out."""
    found = scale.earned(base, target, steps, is_whole=is_whole)
    return RuleLine(rule_id, name, measure, base, target, steps, is_whole, found)


def compared(
    line_list: Sequence[RuleLine], bases: Mapping[str, Decimal], rewarded: tuple[Decimal, Decimal], carried: Decimal
) -> tuple[Decimal, tuple[Changed, ...]]:
    """By how much lines would be other ones by the ``bases`` of today (at the rates and targets that they were kept
    with), and ``rewarded`` (then, now), less what later statements ``carried``; and what changed."""
    changes = []
    for one in line_list:
        now = bases.get(one.measure, ZERO)
        amount = scale.earned(now, one.target, one.steps, is_whole=one.is_whole).amount - one.amount
        if now != one.base:
            changes.append(Changed(one.measure, one.base, now, amount))
    then, present = rewarded
    if then != present:
        changes.append(Changed("", then, present, present - then))
    return sum((one.amount for one in changes), ZERO) - carried, tuple(changes)


# --- as it is kept -----------------------------------------------------------------------------


def stored(sheet: Sheet) -> list[dict[str, Any]]:
    """The lines, corrections and rewards of a statement as plain JSON values."""
    return [
        *(_stored_line(one) for one in sheet.lines),
        *(_stored_correction(one) for one in sheet.corrections),
        *(_stored_reward(one) for one in sheet.rewards),
    ]


def read(statement: CommissionStatement, **more: Any) -> Sheet:
    """A kept statement as it was."""
    rows: Iterable[Mapping[str, Any]] = statement.lines
    return Sheet(
        person=statement.person,
        month=statement.month,
        lines=tuple(_line(one) for one in rows if one["kind"] == _Kind.RULE),
        corrections=corrections_of(statement),
        rewards=tuple(_reward(one) for one in rows if one["kind"] == _Kind.REWARD),
        adjustment=statement.adjustment,
        reason=statement.reason,
        state=State(statement.state),
        kept=statement,
        as_of=statement.as_of,
        department=statement.department,
        **more,
    )


def corrections_of(statement: CommissionStatement) -> tuple[Correction, ...]:
    """What a kept statement makes good of months before."""
    return tuple(_correction(one) for one in statement.lines if one["kind"] == _Kind.CORRECTION)


def _stored_line(one: RuleLine) -> dict[str, Any]:
    return {
        "kind": _Kind.RULE.value,
        "rule_id": one.rule_id,
        "name": one.name,
        "measure": one.measure,
        "base": plain(one.base, 2),
        "target": None if one.target is None else plain(one.target, 2),
        "steps": scale.write(one.steps),
        "is_whole": one.is_whole,
        "attainment": None if one.earned.attainment is None else plain(round(one.earned.attainment, 6)),
        "parts": [
            [plain(part.share), plain(part.rate), plain(part.base, 2), plain(part.amount, 2)]
            for part in one.earned.parts
        ],
        "amount": plain(one.amount, 2),
    }


def _line(row: Mapping[str, Any]) -> RuleLine:
    base, target = Decimal(row["base"]), _decimal(row["target"])
    parts = tuple(Part(*(Decimal(number) for number in part)) for part in row["parts"])
    attainment = base / target if target else None
    return RuleLine(
        rule_id=row["rule_id"],
        name=row["name"],
        measure=row["measure"],
        base=base,
        target=target,
        steps=scale.read(row["steps"]),
        is_whole=row["is_whole"],
        earned=Earned(Decimal(row["amount"]), attainment, parts),
    )


def _stored_correction(one: Correction) -> dict[str, Any]:
    return {
        "kind": _Kind.CORRECTION.value,
        "month": one.month.isoformat(),
        "amount": plain(one.amount, 2),
        "changes": [
            {"measure": part.measure, "was": plain(part.was, 2), "now": plain(part.now, 2)}
            | {"amount": plain(part.amount, 2)}
            for part in one.changes
        ],
    }


def _correction(row: Mapping[str, Any]) -> Correction:
    changes = tuple(
        Changed(one["measure"], Decimal(one["was"]), Decimal(one["now"]), Decimal(one["amount"]))
        for one in row["changes"]
    )
    return Correction(date.fromisoformat(row["month"]), Decimal(row["amount"]), changes)


def _stored_reward(one: RewardLine) -> dict[str, Any]:
    amount = None if one.amount is None else plain(one.amount, 2)
    return {
        "kind": _Kind.REWARD.value,
        "id": one.id,
        "reward": one.kind,
        "amount": amount,
        "reason": one.reason,
        "order": one.order,
    }


def _reward(row: Mapping[str, Any]) -> RewardLine:
    return RewardLine(row["id"], row["reward"], _decimal(row["amount"]), row["reason"], row["order"])


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
