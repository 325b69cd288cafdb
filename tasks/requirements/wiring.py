"""What this room declares: requirements as a subject of comments, files and messages, as keepers of planned receipts
and as followers of orders; words of events, search, a card of the home page, its place in the shell."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import outbox
from common.navigation import NavEntry, navigation
from common.search import SearchHit, search
from common.sends import Send, sends
from orders.order import policies as orders
from orders.order.followers import Following, followers
from orders.workspace.tabs import Tab, more_tabs
from products.catalogue.models import Product
from products.cleaning import registry as goods
from products.stock.supply.keepers import Keeper, keepers
from tasks.requirements import coming, examples, exporting, following, invariants, paper, policies, queries
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations.answering import PROVIDER
from tasks.requirements.states import LIVE

SHOWN = 7
_WORDS = {
    "created": gettext_lazy("Requirement written"),
    "edited": gettext_lazy("Requirement changed"),
    "ask": gettext_lazy("Requirement asked for"),
    "take_back": gettext_lazy("Requirement taken back"),
    "accept": gettext_lazy("Requirement accepted"),
    "refuse": gettext_lazy("Requirement refused"),
    "cancel": gettext_lazy("Requirement cancelled"),
    "finish": gettext_lazy("Requirement done"),
    "reopened": gettext_lazy("Requirement open again"),
    "came": gettext_lazy("Goods of a requirement came"),
    "moved": gettext_lazy("Planned day of a requirement moved"),
    "confirmed": gettext_lazy("Day of a requirement confirmed"),
    "resourced": gettext_lazy("Supplier of a requirement changed"),
    "branched": gettext_lazy("Lines of a requirement go to another supplier"),
    "line_ended": gettext_lazy("Line of a requirement ended"),
    "overtime": gettext_lazy("Overtime for a requirement"),
    "needless": gettext_lazy("Order needs goods of a requirement no longer"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    subjects.register(
        policies.SUBJECT,
        Subject(
            get=queries.get_requirement_by_id,
            url=lambda row: coming.url_of(row.reference),
            verb="task.view",
            kinds=(gettext_lazy("Drawing"), gettext_lazy("Supplier's confirmation"), gettext_lazy("Inspection report")),
            visible=policies.visible_to,
        ),
    )
    for what, label in _WORDS.items():
        event_labels.register(f"requirement.{what}", label)
    keepers.register(PROVIDER, Keeper(lock=coming.lock, came=coming.came, document=coming.document))
    followers.register("tasks.requirements", Following(following.follow, following.HEARS))
    outbox.handlers.register(following.TOPIC, following.deliver)
    sends.register(following.TOPIC, Send(gettext_lazy("Word to a requirement"), is_inside=True))
    goods.mergers.register("tasks.requirements", goods.Merger(_lock_product, _move_product, _count_product))
    invariants.register()
    paper.register()
    examples.register()
    exporting.register()
    search.register("requirements", find_requirements)
    handover.register("requirements", Duty(gettext_lazy("Requirements to answer"), _count_owned, _hand_over, order=62))
    more_tabs.register(
        "supply",
        Tab(pgettext_lazy("tab", "Supply"), "tasks:order-supply", show=_shows_tab, before="money"),
    )
    _enter_pages()


def _enter_pages() -> None:
    home.register(
        "requirements",
        Card(gettext_lazy("Goods asked of me"), order=14, verb=policies.ANSWER, render=_card),
    )
    navigation.register(
        "requirements",
        NavEntry(
            group="tasks",
            label=pgettext_lazy("documents", "Requirements"),
            icon="box-seam",
            url_name="tasks:requirement-list",
            verb="task.view",
            count=_count_waiting,
            order=73,
        ),
    )


def find_requirements(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Requirements for the palette, by number."""
    word = text.strip().upper()
    if not word.startswith("PR") or not word[2:3].isdigit():
        return []
    found = policies.visible_to(user).filter(number__startswith=word).select_related("department")
    return [
        SearchHit(
            title=one.display_number,
            subtitle=f"{one.get_kind_display()} · {one.department.name} · {one.get_state_display()}",
            url=coming.url_of(one.reference),
            icon="box-seam",
            group=pgettext_lazy("documents", "Requirements"),
        )
        for one in found.order_by("-pk")[:limit]
    ]


def _shows_tab(user: Any, order: Any) -> bool:
    return (
        order.order_type.ships
        and (order.status == "EFFECTIVE" or order.revision > 0)
        and orders.can(user, orders.VIEW, order)
    )


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = list(queries.waiting_for(user)[:SHOWN])
    return ("tasks/requirement/_card.html", {"requirements": found}) if found else None


def _count_waiting(user: Any) -> int | None:
    return Requirement.objects.filter(owner=user, state="ASKED").count() or None


def _count_owned(user: User) -> int:
    return Requirement.objects.filter(owner=user, state__in=LIVE).count()


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    return Requirement.objects.filter(owner=giver, state__in=LIVE).update(owner=taker)


def _lock_product(product_id: int) -> None:
    """Lines name their product under the lock of the product itself, which merging takes."""


def _move_product(*, actor: User, source: Product, target: Product, rows: Any, locked: Any, at: datetime) -> None:
    RequirementLine.objects.filter(product=source).update(product=target)


def _count_product(product_id: int) -> list[tuple[Any, int]]:
    count = RequirementLine.objects.filter(product_id=product_id).count()
    return [(_("Lines of requirements"), count)] if count else []
