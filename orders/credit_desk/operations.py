"""The nightly grading of customers, and the rules of scoring as people change them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from accounts.console import operations as console
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors, settings
from customers.credit import operations as credit
from customers.credit import queries as papers
from customers.grading import Grade
from customers.models import Customer
from orders.credit_desk import history, rules, scoring
from orders.credit_desk.scoring import Score


def grade_customers(*, actor: User | None = None, at: datetime) -> int:
    """Work out the grade of every credit holder with payments; each in a transaction of its own. A grade that is not
    the customer's is proposed, or given at once where the company says so (``credit.grade_by_rule``) and his payments
    alone make it. Returns how many changed or were proposed; a second run changes nothing."""
    machine, today = actor or people.system_user(), dates.business_day(at)
    found, voices = rules.rules(), history.voices()
    is_by_rule = bool(settings.get(rules.BY_RULE))
    scored: dict[int, Score] = {}
    for one in history.of_all(today, found.months):
        heard = voices.get(one.holder_id, scoring.SILENT)
        if (score := scoring.score(one.payments, today, found, heard)) is not None:
            scored[one.holder_id] = score
    reported = papers.reported([*scored], today)
    standing = dict(Customer.objects.filter(pk__in=scored, merged_into=None).values_list("pk", "credit_grade"))
    done = 0
    for holder_id, score in scored.items():
        if holder_id not in standing:
            continue
        by_report = reported.get(holder_id, "")
        wanted, alone = (papers.capped(one, by_report) for one in (score.grade, score.by_payments))
        for grade, at_once in scoring.steps(standing[holder_id], wanted, alone, is_by_rule=is_by_rule):
            done += _load(machine, holder_id, grade, score, at_once, at)
    return done


def _load(machine: User, holder_id: int, grade: Grade, score: Score, is_by_rule: bool, at: datetime) -> bool:
    """Keep a grade; whether anything changed. Merged or busy: the next run finds it."""
    try:
        grading = credit.load_grade(
            actor=machine,
            customer_id=holder_id,
            grade=grade,
            score=score.total,
            explained=[part.stored() for part in score.parts],
            is_by_rule=is_by_rule,
            at=at,
        )
    except (errors.Conflict, errors.NotFound):
        return False
    return grading is not None


def save_rules(
    *, actor: User, figures: Mapping[str, Decimal], at: datetime, shown: Mapping[str, str] | None = None
) -> bool:
    """Let customers be scored by these figures from the next night on; those not named stay. Whether anything
    changed. Raises NotAllowed, Stale, Invalid."""
    shipped = rules.figures_of(rules.SHIPPED)
    wanted = rules.present() | dict(figures)
    value = {name: f"{wanted[name].normalize():f}" for name in wanted if wanted[name] != shipped.get(name)}
    if wrong := rules.fault_of(value):
        raise errors.Invalid(wrong, fields={})
    then = None if shown is None else {rules.SETTING: shown}
    return bool(console.change_settings(actor=actor, values={rules.SETTING: value}, shown=then, at=at))
