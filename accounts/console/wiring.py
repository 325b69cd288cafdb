"""The console's pages and rights. People, departments and roles have an audit page; they take no comments."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.collaboration.subjects import Subject, subjects
from accounts.console import calendar, checks, outgoing, rights_pages, state, trail_file, views
from accounts.console.rights import ModelRights, admin_rights
from accounts.console.rights_pages import RIGHT
from accounts.console.site import ConsolePage, console_pages
from accounts.home.cards import Card, home
from accounts.people import queries as people
from accounts.people.models import Department, User
from accounts.roles import queries as roles
from accounts.roles.models import Role
from common import errors
from common.mailing import bounces


def _one(rows: QuerySet, pk: int) -> Any:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise errors.NotFound()
    return row


def _person(actor: User, pk: int) -> User:
    return _one(people.managed_by(actor), pk)


def _department(actor: User, pk: int) -> Department:
    return _one(people.departments_managed_by(actor), pk)


def _role(actor: User, pk: int) -> Role:
    found = roles.list_roles()
    return _one(found if policies.can(actor, "role.manage") else found.none(), pk)


def _takes_nothing(row: Any) -> None:
    raise errors.WrongState(_("Nothing can be added here."))


def _url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


_RIGHTS = {
    "accounts.user": ModelRights(view="user.manage", change="user.manage"),
    "accounts.department": ModelRights(view="user.manage", change="user.manage"),
    "accounts.role": ModelRights(view="role.manage", change="role.manage"),
    "accounts.apitoken": ModelRights(view="role.manage", change="role.manage", add=""),
    "common.event": ModelRights(view="audit.view"),
    "common.outboxmessage": ModelRights(view="admin.console"),
    "common.mailaddress": ModelRights(view="outbox.resend", change="outbox.resend", add=""),
    "common.job": ModelRights(view="admin.console"),
}
_PAGES = {
    "rights": ConsolePage(
        _("Rights of the roles"), "rights/", rights_pages.rights, RIGHT, _("Who may do what, on one page"), "people"
    ),
    "rights-person": ConsolePage(
        _("What a person can do, and why"),
        "rights/person/",
        rights_pages.person,
        RIGHT,
        _("Each right with its reach and the role behind it, also for one order or customer; look with his eyes"),
        "people",
    ),
    "rights-compare": ConsolePage(
        _("Compare roles and people"), "rights/compare/", rights_pages.compare, RIGHT, _("Two, side by side"), "people"
    ),
    "settings": ConsolePage(
        _("Company settings"), "settings/", views.company_settings, "setting.manage", _("Name, security, limits")
    ),
    "calendar": ConsolePage(
        _("Working calendar"),
        "calendar/",
        calendar.show,
        calendar.RIGHT,
        _("Public holidays, make-up days and the company's own days off"),
    ),
    "series": ConsolePage(
        _("Number series"),
        "series/",
        views.number_series,
        "setting.manage",
        _("What documents are numbered by, and how far"),
    ),
    "audit": ConsolePage(
        _("Audit trail"), "audit/", views.audit, "audit.view", _("Every change of every row, and by whom"), "running"
    ),
    "state": ConsolePage(
        _("System state"),
        "state/",
        state.show,
        state.RIGHT,
        _("Database, work in the background, disk, backups, other systems: how it stands, what asks for somebody"),
        "running",
    ),
    "invariants": ConsolePage(
        _("What must hold"),
        "invariants/",
        checks.must_hold,
        "admin.console",
        _("The nightly check of sums, stock, numbers, money and the trail"),
        "running",
    ),
    "mail": ConsolePage(
        _("Sending of mail"),
        "mail/",
        checks.mail,
        "outbox.resend",
        _("Whether mail leaves, and a test mail"),
        "running",
    ),
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    for model, rights in _RIGHTS.items():
        admin_rights.register(model, rights)
    for key, page in _PAGES.items():
        console_pages.register(key, page)
    bounces.listeners.register("accounts.console", outgoing.tell)
    trail_file.register()
    home.register("calendar", Card(_("Working calendar"), order=5, verb=calendar.RIGHT, render=calendar.card))
    for name, get in (("accounts.user", _person), ("accounts.department", _department), ("accounts.role", _role)):
        subjects.register(name, Subject(get=get, url=_url, require_open=_takes_nothing))
