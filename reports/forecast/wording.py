"""What a forecast, its errors and the lack of one are called. Pure but for the language of the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.forecast.forecasting import Forecast
from reports.forecast.refusing import Reason, Refusal
from reports.forecast.series import Rhythm

Text = str | Promise
WITHOUT_COUNT: dict[Reason, Promise] = {
    Reason.NOTHING: gettext_lazy("No forecast: there was nothing in this time."),
    Reason.SHIFTED: gettext_lazy(
        "No forecast: the last quarter of a year is more than four times, or less than a quarter of, the same a year "
        "before, all at once. The past says nothing about what comes."
    ),
}
PERIODS = {
    Rhythm.WEEK: gettext_lazy("Week"),
    Rhythm.MONTH: gettext_lazy("Month"),
    Rhythm.QUARTER: gettext_lazy("Quarter"),
}


def lasting(count: int, rhythm: Rhythm) -> str:
    """Five months."""
    if rhythm is Rhythm.WEEK:
        return ngettext("%(count)d week", "%(count)d weeks", count) % {"count": count}
    if rhythm is Rhythm.MONTH:
        return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
    return ngettext("%(count)d quarter", "%(count)d quarters", count) % {"count": count}


def refused(refusal: Refusal, rhythm: Rhythm) -> str:
    """Why there is no forecast, in a sentence."""
    time = lasting(refusal.periods, rhythm)
    if refusal.reason is Reason.TOO_SHORT:
        return _("No forecast: the history is too short. %(time)s more are needed, it is possible from %(day)s on.") % {
            "time": time,
            "day": refusal.ready,
        }
    if refusal.reason is Reason.STOPPED:
        return _(
            "No forecast: there was next to nothing for %(time)s, longer than ever before. It seems to have ended."
        ) % {"time": time}
    if refusal.reason is Reason.TOO_SPARSE:
        return _("No forecast: there was something in %(time)s only, too few to say what comes.") % {"time": time}
    return str(WITHOUT_COUNT[refusal.reason])


def percent(share: float) -> str:
    """8 %, below ten with one decimal."""
    return f"{share * 100:.1f} %" if share < 0.0995 else f"{share * 100:.0f} %"


def accuracy(found: Forecast) -> str:
    """How far off the method was in the last season, in a sentence; empty where nothing came then."""
    if found.chosen is None or found.chosen.off is None:
        return ""
    return _("In the last %(time)s, forecasts up to %(ahead)s ahead were off by %(percent)s on average.") % {
        "time": lasting(found.series.season, found.series.rhythm),
        "ahead": lasting(len(found.points), found.series.rhythm),
        "percent": percent(found.chosen.off),
    }


def quality(found: Forecast) -> str:
    """How good it was, in a word and a sentence; empty without a forecast."""
    if found.quality is None:
        return ""
    said = accuracy(found)
    return (
        _("%(quality)s. %(accuracy)s") % {"quality": found.quality.label, "accuracy": said}
        if said
        else str(found.quality.label)
    )


def method(found: Forecast) -> str:
    """By which method, and why by that, in sentences."""
    if found.chosen is None:
        return ""
    said = str(found.chosen.method.words)
    why = (
        _("No other method was clearly better than that in the past.")
        if found.is_naive
        else _("In the past it was nearer than to repeat the year before.")
    )
    between = "" if said.endswith("。") else " "
    return f"{said}{between}{why}"


def shortened(found: Forecast) -> str:
    """That less is forecast than was asked for; empty where all is."""
    if found.chosen is None or len(found.points) >= found.asked:
        return ""
    return _("Only %(time)s ahead: farther the history is too short to be tried.") % {
        "time": lasting(len(found.points), found.series.rhythm)
    }
