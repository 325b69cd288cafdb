"""Reminder rules, their words and what they can count from, over the API."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, errors
from common.api.views import ApiViewSet
from reminders.anchors.source import anchors
from reminders.rules import checking, operations, policies, previewing, queries, representation, trying
from reminders.rules import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class ReminderRuleViewSet(_Room):
    """When whom is reminded of what."""

    lookup_field = "rule_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ReminderRuleSerializer
    verbs = dict.fromkeys(("create", "switch_on", "switch_off", "copy"), policies.EDIT)

    def _answer(self, rule_id: int, status: int = 200) -> Response:
        row = queries.get_rule(self.actor, rule_id)
        location = f"/api/v1/reminder-rules/{row.pk}/" if status == 201 else ""
        return self.answer(representation.rule(row), version=row.version, status=status, location=location)

    @extend_schema(summary="List reminder rules", responses=shapes.ReminderRuleSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """All of them, in their order."""
        return Response([representation.rule(one) for one in queries.list_rules(self.actor)])

    @extend_schema(summary="Read a reminder rule", responses=shapes.ReminderRuleSerializer)
    def retrieve(self, request: Request, rule_id: str) -> Response:
        """One of them."""
        return self._answer(int(rule_id))

    @extend_schema(
        summary="Add a reminder rule",
        request=shapes.ReminderRuleInputSerializer,
        responses={201: shapes.ReminderRuleSerializer},
    )
    def create(self, request: Request) -> Response:
        """It counts from now on: what was due before is not told of one by one."""
        changes, people = representation.of_rule(self.validated(shapes.ReminderRuleInputSerializer))
        saved = operations.save_rule(actor=self.actor, changes=changes, people_ids=people, at=clock.now())
        return self._answer(saved.pk, status=201)

    @extend_schema(
        summary="Change a reminder rule",
        request=shapes.ReminderRuleChangeSerializer,
        responses=shapes.ReminderRuleSerializer,
    )
    def partial_update(self, request: Request, rule_id: str) -> Response:
        """What is left out stays. Needs If-Match."""
        version = self.version(required=True)
        changes, people = representation.of_rule(self.validated(shapes.ReminderRuleChangeSerializer))
        given: dict[str, Any] = {"rule_id": int(rule_id), "version": version, "people_ids": people}
        operations.save_rule(actor=self.actor, changes=changes, at=clock.now(), **given)
        return self._answer(int(rule_id))

    @extend_schema(summary="Put a reminder rule in use", request=None, responses=shapes.ReminderRuleSerializer)
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request: Request, rule_id: str) -> Response:
        """It counts from now on."""
        return self._switch(int(rule_id), is_on=True)

    @extend_schema(summary="Put a reminder rule out of use", request=None, responses=shapes.ReminderRuleSerializer)
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request: Request, rule_id: str) -> Response:
        """What is queued by it is sent no more."""
        return self._switch(int(rule_id), is_on=False)

    def _switch(self, rule_id: int, *, is_on: bool) -> Response:
        version = self.version()
        operations.switch_rule(actor=self.actor, rule_id=rule_id, is_on=is_on, version=version, at=clock.now())
        return self._answer(rule_id)

    @extend_schema(summary="Copy a reminder rule", request=None, responses={201: shapes.ReminderRuleSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, rule_id: str) -> Response:
        """The copy is out of use."""
        made = operations.copy_rule(actor=self.actor, rule_id=int(rule_id), at=clock.now())
        return self._answer(made.pk, status=201)

    @extend_schema(summary="Try a reminder rule", responses=shapes.ReminderTrialSerializer)
    @action(detail=True, methods=["get"], url_path="try")
    def try_out(self, request: Request, rule_id: str) -> Response:
        """What it would find today. Nobody is told."""
        rule = queries.get_rule(self.actor, int(rule_id))
        return Response(representation.trial(trying.try_rule(actor=self.actor, rule=rule, at=clock.now())))


class ReminderAnchorViewSet(_Room):
    """What rules can count from."""

    serializer_class = shapes.ReminderAnchorSerializer

    @extend_schema(
        summary="List what reminders count from",
        responses=shapes.ReminderAnchorSerializer(many=True),
        filters=False,
    )
    def list(self, request: Request) -> Response:
        """With the names that words may use for each."""
        rights.require(self.actor, policies.EDIT)
        return Response([representation.anchor(one) for one in anchors.values()])


class ReminderTemplateViewSet(_Room):
    """The words of reminders."""

    lookup_field = "template_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ReminderTemplateSerializer
    verbs = dict.fromkeys(("create", "preview"), policies.EDIT)

    def _answer(self, template_id: int, status: int = 200) -> Response:
        row = queries.get_template(self.actor, template_id)
        location = f"/api/v1/reminder-templates/{row.pk}/" if status == 201 else ""
        return self.answer(representation.template(row), version=row.version, status=status, location=location)

    @extend_schema(
        summary="List the words of reminders", responses=shapes.ReminderTemplateSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """Those in use first."""
        return Response([representation.template(one) for one in queries.list_templates(self.actor)])

    @extend_schema(summary="Read words of reminders", responses=shapes.ReminderTemplateSerializer)
    def retrieve(self, request: Request, template_id: str) -> Response:
        """One row of them."""
        return self._answer(int(template_id))

    @extend_schema(
        summary="Write words of reminders",
        request=shapes.ReminderTemplateInputSerializer,
        responses={201: shapes.ReminderTemplateSerializer},
    )
    def create(self, request: Request) -> Response:
        """Names in braces must be known to something that reminders count from."""
        data = self.validated(shapes.ReminderTemplateInputSerializer)
        saved = operations.save_template(actor=self.actor, changes=data, at=clock.now())
        return self._answer(saved.pk, status=201)

    @extend_schema(
        summary="Change words of reminders",
        request=shapes.ReminderTemplateChangeSerializer,
        responses=shapes.ReminderTemplateSerializer,
    )
    def partial_update(self, request: Request, template_id: str) -> Response:
        """What is left out stays. Needs If-Match."""
        version = self.version(required=True)
        data = self.validated(shapes.ReminderTemplateChangeSerializer)
        given: dict[str, Any] = {"template_id": int(template_id), "version": version}
        operations.save_template(actor=self.actor, changes=data, at=clock.now(), **given)
        return self._answer(int(template_id))

    @extend_schema(
        summary="Preview words of reminders",
        request=shapes.ReminderPreviewInputSerializer,
        responses=shapes.ReminderPreviewSerializer(many=True),
        filters=False,
    )
    @action(detail=True, methods=["post"])
    def preview(self, request: Request, template_id: str) -> Response:
        """How they read in both languages with something that is there. Changes nothing."""
        row = queries.get_template(self.actor, int(template_id))
        code = self.validated(shapes.ReminderPreviewInputSerializer).get("anchor")
        if code and code not in anchors:
            raise errors.Invalid(fields={"anchor": [checking.UNKNOWN_ANCHOR]})
        anchor = anchors[code] if code else queries.anchor_of(row)
        texts = {name: getattr(row, name) for name in checking.TEXTS}
        found = previewing.preview(actor=self.actor, anchor=anchor, texts=texts, at=clock.now())
        return Response([representation.preview(one) for one in found])
