"""The trial of a rule and the preview of a day count by the same steps: what one says the other tells."""

from datetime import date, datetime, timedelta

import pytest

from accounts.tests.builders import make_user
from common import dates
from reminders.rules import trying
from reminders.scanning import queries
from reminders.tests.engine import TODAY, at, make_rule

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = [
    {"unit": "DAY", "steps": [-7, -3, -1, 0]},
    {"unit": "DAY", "steps": [-1, 0, 1, 2], "workdays_only": True},
    {"unit": "DAY", "steps": [0], "repeat_every": 3, "repeat_most": 4, "workdays_only": True},
    {"unit": "WORKDAY", "steps": [-2, 0, 1], "workdays_only": True},
    {"unit": "WORKDAY", "steps": [-2, 1], "repeat_every": 2},
    {"unit": "HOUR", "steps": [-24, 0, 4], "is_digest": False, "keeps_quiet_hours": False},
    {"unit": "HOUR", "steps": [1], "repeat_every": 5, "is_digest": False, "keeps_quiet_hours": False},
]


def tried(rule, moment, keeper):
    found = trying.try_rule(actor=keeper, rule=rule, at=moment)
    return dict(found.by_step)


def told(rule, day):
    newest: dict[tuple[int, datetime], int] = {}
    for one in queries.preview(day, at=at("00:00", day), rules=[rule]):
        newest[one.due.key] = max(one.planned.step, newest.get(one.due.key, one.planned.step))
    return {step: list(newest.values()).count(step) for step in newest.values()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind['unit']} {kind['steps']}")
def test_on_every_day_the_trial_finds_what_the_preview_tells(things, team, kind):
    rule = make_rule(active_since=at("00:00", date(2026, 9, 1)), **kind)
    for number in range(-40, 40):
        day = TODAY + number * DAY
        due = dates.day_start(day) + (number % 24) * HOUR if kind["unit"] == "HOUR" else day
        since = dates.day_start(day - DAY) if number % 5 == 0 else None  # some come into being the day before only
        things.put(number + 100, due, team.worker, since=since)
    keeper = make_user("administrator")
    for number in range(8):  # over a weekend
        day = TODAY + number * DAY
        assert tried(rule, at("11:00", day), keeper) == told(rule, day), day


def test_an_hour_at_midnight_is_of_the_day_that_begins(things, team):
    rule = make_rule(unit="HOUR", steps=[0], is_digest=False, keeps_quiet_hours=False)
    things.put(1, dates.day_start(TODAY), team.worker)
    keeper = make_user("administrator")
    assert [tried(rule, at("11:00", TODAY + n * DAY), keeper) for n in (-1, 0, 1)] == [{}, {0: 1}, {}]
