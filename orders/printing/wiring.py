"""What this room declares: its verbs, settings, papers, and the words of its events."""

from django.utils.translation import gettext_lazy as _

from accounts.collaboration.queries import withheld
from accounts.console.site import ConsolePage, console_pages
from accounts.trail.labels import event_labels
from orders.printing import console, operations, order_papers, profile, queries, rights, stock_papers


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rights.register()
    profile.register()
    order_papers.register()
    stock_papers.register()
    withheld.register("orders.printing", queries.without_hidden)
    page = ConsolePage(
        _("Forms of papers"),
        "papers/",
        console.edit_papers,
        operations.EDIT,
        _("Texts, columns, logo and seal"),
        "orders",
    )
    console_pages.register("papers", page)
    for kind, label in (
        ("paper.printed", _("Paper printed")),
        ("paper.form_saved", _("Form of a paper saved")),
        ("paper.picture_saved", _("Picture on papers saved")),
        ("paper.picture_removed", _("Picture on papers removed")),
    ):
        event_labels.register(kind, label)
