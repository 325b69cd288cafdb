"""What dispatch declares: its place in the shell, the picking list as a subject and on paper, words of events."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from orders.fulfilment.dispatch import examples, paper, queries
from orders.fulfilment.dispatch.models import PickingWave

LABELS = {
    "outbound.placed": _("Moved in the sequence"),
    "picking.started": _("Picking list written"),
    "picking.left": _("Taken off the picking list"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    subjects.register(
        paper.SUBJECT,
        Subject(get=queries.get_wave_by_id, url=_url_of, verb="outbound.view", visible=queries.visible_waves),
    )
    paper.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    for key, label, icon, name, order in (
        ("dispatch", _("Dispatch"), "kanban", "orders:dispatch-board", 51),
        ("picking", _("Picking lists"), "list-check", "orders:picking-list", 52),
    ):
        entry = NavEntry(group="shipping", label=label, icon=icon, url_name=name, verb="outbound.view", order=order)
        navigation.register(key, entry)


def _url_of(wave: PickingWave) -> str:
    return reverse("orders:picking-detail", args=[wave.number])
