"""What integration tells people who run the house: the change feed, and receivers that take nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.models import Event
from common.standing import BAD, GOOD, WARN, Fact, Section, sections
from integration.feed import lagging
from integration.feed import queries as feed
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.states import State

SLOW = timedelta(minutes=1)


def _told(at: datetime) -> Sequence[Fact]:
    unplaced = Event.objects.filter(position__isnull=True).order_by("id").values_list("at", flat=True).first()
    late = unplaced is not None and at - unplaced > SLOW
    facts = [
        Fact(_("Newest place in the change feed"), feed.newest_position()),
        Fact(_("Oldest event without a place, of"), unplaced or "–", BAD if late else ""),
    ]
    endpoints = list(WebhookEndpoint.objects.only("name", "state", "position", "failures"))
    facts.append(Fact(_("Webhooks"), len(endpoints), url=reverse("integration:webhooks")))
    for one in endpoints:
        if one.state == State.STOPPED or one.failures:
            word = str(State(one.state).label)
            tone = BAD if one.state == State.STOPPED else WARN
            hint, url = _("does not take what it is sent"), reverse("integration:webhook", args=[one.pk])
            facts.append(Fact(one.name, word, tone, hint, url))
    if not any(fact.tone for fact in facts[2:]) and endpoints:
        facts.append(Fact(_("Receivers take what they are sent"), _("yes"), GOOD))
    return [*facts, *_clients(at)]


def _clients(at: datetime) -> Iterator[Fact]:
    """Who asks by API: how far behind, and refused since its last good call."""
    url = f"{reverse('integration:feed')}#askers"
    for one in lagging.all_lags(at=at):
        name, hints = one.reader.token.name, [one.error] if one.error else []
        if one.is_late:
            minutes = int(one.waited(at).total_seconds() // 60)
            hints.append(_("its first event has been waiting for %(minutes)s minutes") % {"minutes": minutes})
        words = ngettext("%(n)s event behind", "%(n)s events behind", one.behind) % {"n": one.behind}
        yield Fact(name, words, WARN if hints else "", "; ".join(hints), url)


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    sections.register("integration", Section(gettext_lazy("Other systems"), 60, _told))
