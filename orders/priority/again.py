"""Bands that are applied to all orders, for people who run the house (docs/adr/0127)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import waking
from common.background import works
from common.background.works import Effect, Kind, Verb, Work
from orders.priority import recomputing
from orders.priority.models import PriorityRules


def _apply(work: Work, at: datetime) -> Effect:
    if _is_overtaken(work):
        return Effect(obstacle=_("Other bands came into force since; those are applied instead."))
    return Effect(
        does=[_("Every order is placed by the bands in force, from the first one.")],
        keeps=[_("Orders whose class and score are right already are not written. Pinned orders stay pinned.")],
    )


def _is_overtaken(work: Work) -> bool:
    mine = PriorityRules.objects.filter(job=work.id).values_list("number", flat=True).first()
    return mine is None or PriorityRules.objects.filter(number__gt=mine, job__isnull=False).exists()


def _apply_again(work: Work, at: datetime) -> None:
    works.requeue(work.id)
    waking.wake(recomputing.JOB)


def register() -> None:
    """Called once from this room's wiring."""
    works.kinds.register(
        recomputing.JOB,
        Kind(
            label=gettext_lazy("Placing orders by new bands"),
            about=gettext_lazy("After bands of classes and priority came into force: every order"),
            again=Verb(_apply, _apply_again),
            told=lambda found: {one.id: ("", reverse("admin:priority")) for one in found},
        ),
    )
