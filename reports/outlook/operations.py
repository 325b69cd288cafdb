"""Keeping forecasts, and dropping them (R256)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, editing, errors, events, locks
from common.locks import Lock
from common.operation import operation
from reports.forecast import wording
from reports.forecast.forecasting import Forecast
from reports.outlook import keeping, kept, policies, queries
from reports.outlook.models import KeptForecast
from reports.outlook.wanted import LONGEST, Wanted, read

MOST_KEPT = 500  # of one person
MONTHLY = "amount"  # the measure that the job keeps


@operation
def keep_forecast(*, actor: User, asked: Mapping[str, str], note: str = "", at: datetime) -> KeptForecast:
    """Keep what ``asked`` (the parameters of its page) has forecast now. Raises NotAllowed, Invalid, WrongState (there
    is no forecast), Conflict (too many kept), and as ``figures.queries.ask``."""
    today = dates.business_day(at)
    wanted = read(asked, today, queries.offered(actor)[0].code)
    if wanted.by:
        raise errors.Invalid(fields={"by": [_("Open the forecast of one of them and keep that.")]})
    if KeptForecast.objects.filter(kept_by=actor).count() >= MOST_KEPT:
        raise errors.Conflict(_("You keep %(most)s forecasts. Drop one first.") % {"most": MOST_KEPT})
    alone = queries.forecast_one(actor=actor, wanted=wanted, today=today)
    if alone.found.refusal is not None:
        raise errors.WrongState(wording.refused(alone.found.refusal, wanted.rhythm), code="no_forecast")
    row = keeping.row_of(wanted, alone.found, _until(alone.as_of, at))
    row.reach, row.note, row.kept_by, row.kept_at = policies.reach_mark(actor), note.strip(), actor, at
    editing.check(row)
    row.save()
    _tell("forecast.kept", row, at)
    return row


def _until(as_of: datetime | None, at: datetime) -> datetime | None:
    """Nothing after ``at`` counts, however far the facts have come: the month of ``at`` stands outside."""
    return as_of and min(as_of, at)


def _tell(what: str, row: KeptForecast, at: datetime) -> None:
    events.record(what, row, at=at, number=str(row), measure=row.measure, asked=row.asked, ahead=row.ahead)


@operation
def drop_forecast(*, actor: User, kept_id: int, version: int | None, at: datetime) -> None:
    """Keep it no more; the trail keeps what it said. Raises NotFound, NotAllowed, Stale."""
    kept.get_kept(actor=actor, kept_id=kept_id)
    row = editing.locked_or_new(KeptForecast, kept_id)
    policies.require_drop(actor, row)
    editing.require_seen(row, version)
    _tell("forecast.dropped", row, at)
    row.delete()


@operation
def keep_monthly(*, actor: User, at: datetime) -> int:
    """Keep the forecast of the year to come of the whole company and of each of its largest categories, once a month;
    says how many. What cannot be forecast is left out. Raises as ``queries.forecast_several``."""
    if not locks.take(Lock.KEEP_FORECASTS):
        return 0
    today = dates.business_day(at)
    known = KeptForecast.objects.filter(kept_by__isnull=True, first=today.replace(day=1))
    if known.exists():
        return 0
    made = [
        keeping.row_of(wanted, found, _until(as_of, at))
        for wanted, found, as_of in _of_the_month(actor, today)
        if found.chosen is not None
    ]
    for row in made:
        row.reach, row.kept_at = policies.reach_mark(actor), at
        row.save()
        _tell("forecast.kept", row, at)
    return len(made)


def _of_the_month(actor: User, today: date) -> Iterator[tuple[Wanted, Forecast, datetime | None]]:
    """The whole, and each category that has a forecast of its own."""
    whole = read({"measures": MONTHLY, "ahead": str(LONGEST)}, today, MONTHLY)
    alone = queries.forecast_one(actor=actor, wanted=whole, today=today)
    yield whole, alone.found, alone.as_of
    each = read({"measures": MONTHLY, "ahead": str(LONGEST), "by": "category"}, today, MONTHLY)
    several = queries.forecast_several(actor=actor, wanted=each, today=today)
    for member in several.members:
        narrow = each.narrowed(member.key)
        if narrow is not None:
            yield narrow, member.found, several.as_of
