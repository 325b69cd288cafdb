"""People and departments in the console; every save and every verb is an operation."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.console.forms import (
    DevicesForm,
    LinkForm,
    NewPasswordForm,
    NothingForm,
    PersonForm,
    SubstituteForm,
    UnlinkForm,
)
from accounts.console.verbs import ConsoleVerb, VerbsMixin
from accounts.password_links import operations as password_links
from accounts.password_links import queries as link_queries
from accounts.people import operations, queries
from accounts.people.models import Department, User
from accounts.second_factor import operations as second_factor
from accounts.sign_in import operations as sign_in
from accounts.single_sign_on import operations as single_sign_on
from accounts.single_sign_on import policies as provider
from accounts.single_sign_on import queries as identity_queries
from common import clock, text
from common.navigation import address, may
from common.operation_admin import OperationAdmin, by_id

_PERSON = ("username", "name", "email", "phone", "job_title", "department_id", "language")


def _deactivate(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return operations.deactivate_user(
        actor=request.user, user_id=person.pk, substitute_id=given["substitute"], at=clock.now()
    )


def _reactivate(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return operations.reactivate_user(actor=request.user, user_id=person.pk, at=clock.now())


def _set_password(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return operations.set_password(actor=request.user, user_id=person.pk, password=given["password"], at=clock.now())


def _send_link(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return password_links.send_password_link(actor=request.user, user_id=person.pk, at=clock.now())


def _invite(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return password_links.invite(actor=request.user, user_id=person.pk, at=clock.now())


def _take_back(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return password_links.take_back_invitation(actor=request.user, user_id=person.pk, at=clock.now())


def _end_sessions(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return operations.end_sessions(actor=request.user, user_id=person.pk, at=clock.now())


def _end_some_sessions(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return sign_in.end_chosen_sessions(
        actor=request.user, user_id=person.pk, session_ids=given["chosen"], at=clock.now()
    )


def _reset_factor(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return second_factor.reset(actor=request.user, user_id=person.pk, at=clock.now())


def _link(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return single_sign_on.link_identity(
        actor=request.user, user_id=person.pk, subject=given["tried"] or given["subject"], at=clock.now()
    )


def _unlink(request: HttpRequest, person: User, given: dict[str, Any]) -> Any:
    return single_sign_on.unlink_identities(
        actor=request.user, user_id=person.pk, identity_ids=given["chosen"], at=clock.now()
    )


class RoleFilter(admin.SimpleListFilter):
    """People by a role they hold."""

    title = _("Role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return PersonForm().fields["roles"].choices  # type: ignore[attr-defined]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(user_roles__role__code=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(VerbsMixin, OperationAdmin):
    """The people whom the person may manage."""

    shelf, about = "people", _("Who signs in, his department, roles and second factor")

    form = PersonForm
    list_display = (
        "name",
        "username",
        "department",
        "job_title",
        "role_names",
        "is_active",
        "last_sign_in_at",
        "entry",
    )
    list_filter = ("is_active", RoleFilter, "department")
    list_select_related = ("department",)
    search_fields = ("search_text",)
    search_help_text = _("Name, pinyin or sign-in name")
    ordering = ("name",)
    verbs = {
        "deactivate": ConsoleVerb(
            _("Deactivate…"),
            _(
                "The person can no longer sign in; sessions and API tokens end. To give the work away as well, "
                "use “Hand over work”."
            ),
            SubstituteForm,
            _deactivate,
            danger=True,
            applies=lambda person: person.is_active,
            asked_of=lambda person: {"row": person},
        ),
        "reactivate": ConsoleVerb(
            _("Reactivate…"),
            _("The person works here again, with the roles held before."),
            NothingForm,
            _reactivate,
            applies=lambda person: not person.is_active,
        ),
        "invite": ConsoleVerb(
            _("Send invitation…"),
            _("A mail lets the person choose a password and language, once. An invitation sent before ends."),
            NothingForm,
            _invite,
            applies=lambda person: (
                person.is_active and not person.has_usable_password() and not provider.is_bound(person)
            ),
        ),
        "invitation": ConsoleVerb(
            _("Take invitation back…"),
            _("The link that was sent opens nothing any more."),
            NothingForm,
            _take_back,
            danger=True,
            applies=lambda person: (
                not person.has_usable_password() and link_queries.live_invitation(person.pk, at=clock.now()) is not None
            ),
        ),
        "password-link": ConsoleVerb(
            _("Send a link for a new password…"),
            _("A mail lets the person set a new password; the present one stays good until then."),
            NothingForm,
            _send_link,
            applies=lambda person: (
                person.is_active
                and person.has_usable_password()
                and bool(person.email)
                and not provider.is_bound(person)
            ),
        ),
        "password": ConsoleVerb(
            _("Set password…"),
            _("All sessions of the person end; the password must be changed at the next sign-in."),
            NewPasswordForm,
            _set_password,
            applies=lambda person: not provider.is_bound(person),
        ),
        "second-factor": ConsoleVerb(
            _("Reset second factor…"),
            _("For a lost phone: the person sets up another at the next sign-in."),
            NothingForm,
            _reset_factor,
            danger=True,
        ),
        "link": ConsoleVerb(
            _("Link single sign-on…"),
            _("Whoever signs in to this account at the provider is signed in here as this person, who gets a mail."),
            LinkForm,
            _link,
            applies=lambda person: person.is_active and provider.is_offered(),
            asked_of=lambda person: {"row": person},
        ),
        "unlink": ConsoleVerb(
            _("Unlink single sign-on…"),
            _("The account at the provider opens nothing here any more; the person is signed out everywhere."),
            UnlinkForm,
            _unlink,
            danger=True,
            applies=lambda person: identity_queries.identities_of(person).exists(),
            asked_of=lambda person: {"row": person},
        ),
        "devices": ConsoleVerb(
            _("Sign devices out…"),
            _("The devices chosen are signed out at once; the others go on."),
            DevicesForm,
            _end_some_sessions,
            asked_of=lambda person: {"row": person},
        ),
        "sessions": ConsoleVerb(
            _("End sessions…"),
            _("The person is signed out everywhere."),
            NothingForm,
            _end_sessions,
        ),
    }

    @admin.display(description=_("Roles"))
    def role_names(self, person: User) -> str:
        return ", ".join(str(link.role) for link in person.user_roles.all())

    @admin.display(description=_("Way in"), empty_value="")
    def entry(self, person: User) -> str:
        return str(link_queries.standing_of(person, at=self.now()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return link_queries.with_invitation(queries.managed_by(request.user)).prefetch_related("user_roles__role")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return text.search(queryset, search_term), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["username", "name", "email", "phone", "job_title", "department", "language"]
        if request.user.can("role.manage"):  # type: ignore[union-attr]
            fields.append("roles")
        return fields if obj else [*fields, "invite", "password"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("username",) if obj else ()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a person was reminded of, where that is installed."""
        person, history = context.get("original"), address("reminders:history")
        if person is not None and history and may(request.user, "reminder.view"):
            context["links"] = [(_("Reminders"), f"{history}?person={person.pk}")]
        return super().render_change_form(request, context, *args, **kwargs)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        changes = by_id(changes, "department")
        held, password, invites = (changes.pop(name, None) for name in ("roles", "password", "invite"))
        kept = {name: value for name, value in changes.items() if name in _PERSON}
        if is_new and invites:
            return password_links.create_and_invite(actor=request.user, roles=held or (), at=self.now(), **kept)
        if is_new:
            return operations.create_user(
                actor=request.user, password=password or None, roles=held or (), at=self.now(), **kept
            )
        shown = by_id(self.shown(request), "department")
        return operations.update_user(
            actor=request.user, user_id=row.pk, changes=kept, roles=held, shown=shown, at=self.now()
        )


@admin.register(Department)
class DepartmentAdmin(OperationAdmin):
    """The department tree."""

    shelf, about = "people", _("The tree of departments, their heads and what they do")

    list_display = ("indented", "code", "kind", "head", "is_region", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("head",)
    search_fields = ("code", "name")
    ordering = ("path",)
    fields = ("code", "name", "kind", "parent", "head", "is_region", "is_active")
    autocomplete_fields = ("head",)

    @admin.display(description=_("Department"), ordering="path")
    def indented(self, department: Department) -> str:
        return "　" * (department.path.count("/") - 2) + department.name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return queries.departments_managed_by(request.user)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        changes = by_id(changes, "parent", "head")
        if is_new:
            changes.pop("is_active", None)
            return operations.create_department(actor=request.user, at=self.now(), **changes)
        shown = by_id(self.shown(request), "parent", "head")
        return operations.update_department(
            actor=request.user, department_id=row.pk, changes=changes, shown=shown, at=self.now()
        )
