"""Tokens, events, outgoing messages and jobs in the console: to look at, and the few verbs they have."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies
from accounts.console import operations
from accounts.console.forms import NothingForm
from accounts.console.verbs import ConsoleVerb, VerbsMixin
from accounts.people import queries as people
from accounts.tokens import operations as tokens
from accounts.tokens.models import ApiToken
from accounts.trail.labels import label_of
from common import clock, keyset
from common.mailing.models import MailAddress
from common.models import Event, Job, OutboxMessage
from common.operation_admin import ReadOnlyAdmin


class ShortPaginator(Paginator):
    """Counts exactly up to 10,000 and estimates beyond: these tables only grow."""

    @cached_property
    def count(self) -> int:
        return keyset.count(self.object_list)[0]  # type: ignore[arg-type]


def _revoke(request: HttpRequest, token: ApiToken, given: dict[str, Any]) -> Any:
    return tokens.revoke_token(actor=request.user, token_id=token.pk, at=clock.now())


@admin.register(ApiToken)
class ApiTokenAdmin(VerbsMixin, ReadOnlyAdmin):
    """The tokens of other systems. New ones are made on one's own page, or by ``manage.py api_token``."""

    shelf, about = "systems", gettext_lazy("The keys of other systems: what they may, since when, used last")

    list_display = ("name", "user", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username", "prefix")
    fields = ("name", "user", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    ordering = ("-id",)
    verbs = {
        "revoke": ConsoleVerb(
            gettext_lazy("Revoke…"),
            gettext_lazy("Whoever uses it is refused from the next call on."),
            NothingForm,
            _revoke,
            danger=True,
            applies=lambda token: token.revoked_at is None,
        )
    }

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.resolver_match is not None and request.user.has_perm("accounts.change_apitoken")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.view_apitoken")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(self.fields or ())


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The event log: what happened, in the words of the business."""

    shelf, about = "running", gettext_lazy("What happened, in the words of the business")

    list_display = ("at", "label", "kind", "actor", "subject_number", "door", "reason")
    fields = (
        "at",
        "kind",
        "actor",
        "subject_type",
        "subject_id",
        "subject_number",
        "door",
        "request_id",
        "reason",
        "data",
        "position",
    )
    readonly_fields = ("actor",)
    search_fields = ("kind__startswith", "subject_number__startswith", "request_id")
    search_help_text = gettext_lazy("Kind or number from its beginning, or a request")
    ordering = ("-id",)
    paginator = ShortPaginator

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).annotate(actor_name=people.name_of("actor_id"))

    @admin.display(description=gettext_lazy("Event"))
    def label(self, event: Any) -> str:
        return str(label_of(event.kind))

    @admin.display(description=gettext_lazy("Person"))
    def actor(self, event: Any) -> str:
        return event.actor_name or ""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policies.can(request.user, "audit.view")


@admin.register(OutboxMessage)
class OutboxAdmin(ReadOnlyAdmin):
    """Messages to the outside. Doubtful ones may have gone out: a person decides whether to send them again."""

    shelf, about = "running", gettext_lazy("Mails and messages: waiting, gone, failed, in doubt")

    list_display = ("id", "topic", "dedupe_key", "recipient", "state", "attempts", "due_at", "sent_at", "last_error")
    list_filter = ("state", "bounce", "patience", "topic")
    fields = (
        *("topic", "dedupe_key", "recipient", "state", "bounce", "patience", "attempts"),
        *("due_at", "claimed_at", "sent_at", "last_error", "created_at"),
    )
    search_fields = ("dedupe_key__startswith", "recipient__startswith")
    ordering = ("-id",)
    paginator = ShortPaginator
    actions = ("resend", "give_up")  # type: ignore[assignment]

    @admin.action(description=gettext_lazy("Send again (doubtful and failed ones)"))
    def resend(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = operations.resend_messages(actor=request.user, message_ids=ids, at=clock.now())
        self.message_user(request, _("%(n)s messages are sent again.") % {"n": count}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Give up (doubtful and failed ones)"))
    def give_up(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = operations.give_up_messages(actor=request.user, message_ids=ids, at=clock.now())
        self.message_user(request, _("%(n)s messages are given up.") % {"n": count}, messages.SUCCESS)


def _release(request: HttpRequest, address: MailAddress, given: dict[str, Any]) -> Any:
    return operations.release_address(actor=request.user, address_id=address.pk, at=clock.now())


@admin.register(MailAddress)
class MailAddressAdmin(VerbsMixin, ReadOnlyAdmin):
    """Addresses from which mail came back; the blocked ones get none until somebody releases them."""

    shelf, about = "running", gettext_lazy("Who gets no more mail until somebody releases him")

    list_display = ("address", "is_blocked", "kind", "hard", "soft", "last_at", "reason")
    list_filter = ("is_blocked", "kind")
    fields = ("address", "is_blocked", "kind", "hard", "soft", "reason", "first_at", "last_at", "released_at")
    search_fields = ("address__startswith",)
    ordering = ("-is_blocked", "-last_at", "-id")
    paginator = ShortPaginator
    verbs = {
        "release": ConsoleVerb(
            gettext_lazy("Release…"),
            gettext_lazy("Mail goes there again. What was refused meanwhile is sent again from the list of messages."),
            NothingForm,
            _release,
            applies=lambda address: address.is_blocked,
        )
    }

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.resolver_match is not None and request.user.has_perm("common.change_mailaddress")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("common.view_mailaddress")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(self.fields or ())


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long-running work: imports, exports, checks."""

    shelf, about = "", ""  # its page is another (``accounts.background``), which leads here for what is in a row

    list_display = ("id", "kind", "state", "stage", "done", "total", "created_at", "finished_at")
    list_filter = ("state", "kind")
    fields = (
        "kind",
        "state",
        "stage",
        "done",
        "total",
        "parameters",
        "result",
        "error",
        "created_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    )
    ordering = ("-id",)
