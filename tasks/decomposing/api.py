"""Taking orders apart over the API, and the rules it goes by."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api.views import ApiViewSet
from orders.order import queries as orders
from tasks.decomposing import operations, queries, representation, showing, trying
from tasks.decomposing import serializers as shapes
from tasks.decomposing.operations import keeping
from tasks.task import policies

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    pagination_class = None

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class OrderDecompositionViewSet(_Room):
    """The open proposal of an order: its tasks before anybody has to do them."""

    lookup_field = "reference"
    serializer_class = shapes.DecompositionSerializer
    verbs = dict.fromkeys(("create", "release", "discard", "add", "keep"), policies.DECOMPOSE)

    def _order(self, reference: str) -> Any:
        return orders.get_order(actor=self.actor, reference=reference)

    def _answer(self, order: Any, status: int = 200) -> Response:
        row = queries.get_proposal(self.actor, order)
        body = representation.decomposition(showing.sheet_of(row, order, orders.lines_of(order)))
        return self.answer(body, version=row.version, status=status)

    @extend_schema(summary="Read the proposal of an order", responses=shapes.DecompositionSerializer)
    def retrieve(self, request: Request, reference: str) -> Response:
        """404 where nothing is proposed."""
        return self._answer(self._order(reference))

    @extend_schema(summary="Take an order apart", request=None, responses={201: shapes.DecompositionSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """By the rules. A proposal that was open is replaced (If-Match: the one that was read)."""
        order = self._order(reference)
        operations.propose_order(actor=self.actor, order_id=order.pk, version=self.version(), at=clock.now())
        return self._answer(order, status=201)

    @extend_schema(summary="Release the proposal of an order", request=None, responses={204: None})
    def release(self, request: Request, reference: str) -> Response:
        """Its tasks become work: owned, dated, told."""
        order = self._order(reference)
        operations.release(actor=self.actor, order_id=order.pk, version=self.version(), at=clock.now())
        return Response(status=204)

    @extend_schema(summary="Discard the proposal of an order", request=None, responses={204: None})
    def discard(self, request: Request, reference: str) -> Response:
        """Nothing of it stays."""
        order = self._order(reference)
        operations.discard(actor=self.actor, order_id=order.pk, version=self.version(), at=clock.now())
        return Response(status=204)

    @extend_schema(
        summary="Add a task to a proposal",
        request=shapes.ProposedTaskInputSerializer,
        responses={201: shapes.DecompositionSerializer},
    )
    def add(self, request: Request, reference: str) -> Response:
        """By hand; the proposal is dated anew."""
        order = self._order(reference)
        fields = representation.of_task(self.validated(shapes.ProposedTaskInputSerializer))
        operations.add_to_proposal(
            actor=self.actor, order_id=order.pk, fields=fields, version=self.version(), at=clock.now()
        )
        return self._answer(order, status=201)


class ProposedTaskViewSet(_Room):
    """A task of an open proposal, or one that the proposal would change or drop."""

    lookup_field = "task_id"
    serializer_class = shapes.DecompositionSerializer
    verbs = {"keep": policies.DECOMPOSE}

    def _answer(self, order: Any) -> Response:
        row = queries.get_proposal(self.actor, order)
        body = representation.decomposition(showing.sheet_of(row, order, orders.lines_of(order)))
        return self.answer(body, version=row.version)

    def _task(self, reference: str, task_id: int) -> tuple[Any, int]:
        order = orders.get_order(actor=self.actor, reference=reference)
        return order, queries.get_proposed_task(self.actor, order, task_id).pk

    @extend_schema(
        summary="Change a proposed task",
        request=shapes.ProposedTaskChangeSerializer,
        responses=shapes.DecompositionSerializer,
    )
    def partial_update(self, request: Request, reference: str, task_id: int) -> Response:
        """If-Match: the version of the task."""
        version = self.version(required=True)
        order, pk = self._task(reference, task_id)
        changes = representation.of_task(self.validated(shapes.ProposedTaskChangeSerializer))
        after = changes.pop("after", None)
        operations.edit_proposed(
            actor=self.actor, task_id=pk, changes=changes, after=after, version=version, at=clock.now()
        )
        return self._answer(order)

    @extend_schema(
        summary="Say what comes before a proposed task",
        request=shapes.TaskPredecessorsSerializer,
        responses=shapes.DecompositionSerializer,
    )
    def update(self, request: Request, reference: str, task_id: int) -> Response:
        """With kinds and lags. If-Match: the version of the task."""
        version = self.version(required=True)
        order, pk = self._task(reference, task_id)
        data = self.validated(shapes.TaskPredecessorsSerializer)["after"]
        after = [(one["task"], one["kind"], one["lag_days"]) for one in data]
        operations.set_predecessors(actor=self.actor, task_id=pk, after=after, version=version, at=clock.now())
        return self._answer(order)

    @extend_schema(summary="Take a task out of a proposal", responses={200: shapes.DecompositionSerializer})
    def destroy(self, request: Request, reference: str, task_id: int) -> Response:
        """What came before it comes before what came after it. If-Match: the version of the task."""
        version = self.version(required=True)
        order, pk = self._task(reference, task_id)
        operations.drop_from_proposal(actor=self.actor, task_id=pk, version=version, at=clock.now())
        return self._answer(order)

    @extend_schema(summary="Leave a task as it is", request=None, responses=shapes.DecompositionSerializer)
    def keep(self, request: Request, reference: str, task_id: int) -> Response:
        """What the proposal would change of a task that is there is taken out. If-Match: of the proposal."""
        order = orders.get_order(actor=self.actor, reference=reference)
        operations.leave_as_is(
            actor=self.actor, order_id=order.pk, task_id=task_id, version=self.version(), at=clock.now()
        )
        return self._answer(order)


class DecompositionRuleViewSet(_Room):
    """Which lines or orders get which tasks."""

    lookup_field = "rule_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.DecompositionRuleSerializer
    verbs = {"create": queries.RULES}

    def _answer(self, rule_id: int, status: int = 200) -> Response:
        row = queries.get_rule(self.actor, rule_id)
        codes = [one.code for one in queries.templates_of([row.pk])]
        return self.answer(representation.rule(row, codes), version=row.version, status=status)

    @extend_schema(
        summary="List rules for tasks", responses=shapes.DecompositionRuleSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """In the order in which they are asked."""
        rules = queries.rules(self.actor)
        codes: dict[int, list[str]] = {one.pk: [] for one in rules}
        for template in queries.templates_of([*codes]):
            codes[template.rule_id].append(template.code)
        return Response([representation.rule(one, codes[one.pk]) for one in rules])

    @extend_schema(summary="Read a rule for tasks", responses=shapes.DecompositionRuleSerializer)
    def retrieve(self, request: Request, rule_id: str) -> Response:
        """One of them."""
        return self._answer(int(rule_id))

    @extend_schema(
        summary="Add a rule for tasks",
        request=shapes.DecompositionRuleInputSerializer,
        responses={201: shapes.DecompositionRuleSerializer},
    )
    def create(self, request: Request) -> Response:
        """Without templates at first."""
        data = representation.of_rule(self.validated(shapes.DecompositionRuleInputSerializer))
        return self._answer(keeping.save_rule(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a rule for tasks",
        request=shapes.DecompositionRuleChangeSerializer,
        responses=shapes.DecompositionRuleSerializer,
    )
    def partial_update(self, request: Request, rule_id: str) -> Response:
        """Needs If-Match."""
        version = self.version(required=True)
        data = representation.of_rule(self.validated(shapes.DecompositionRuleChangeSerializer))
        keeping.save_rule(actor=self.actor, rule_id=int(rule_id), version=version, at=clock.now(), **data)
        return self._answer(int(rule_id))

    @extend_schema(
        summary="Try the rules on an order",
        parameters=[OpenApiParameter("order", str, required=True, description="Order number")],
        responses=shapes.TriedRuleSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], url_path="try")
    def try_on(self, request: Request) -> Response:
        """Which hold for it, for which lines and why, and what they would give. Changes nothing."""
        queries.require_reads(self.actor)
        _order, found, _notes = trying.try_on(self.actor, request.query_params.get("order", ""), at=clock.now())
        return Response([representation.tried(one) for one in found])


class TaskTemplateViewSet(_Room):
    """Tasks as rules give them, with what finished tasks taught."""

    lookup_field = "code"
    lookup_value_regex = r"[\w.-]{1,40}"
    serializer_class = shapes.TaskTemplateSerializer
    verbs = {"create": queries.RULES}

    def _answer(self, code: str, status: int = 200) -> Response:
        row = queries.by_code(self.actor, code)
        return self.answer(representation.template(row), version=row.version, status=status)

    @extend_schema(summary="List task templates", responses=shapes.TaskTemplateSerializer(many=True), filters=False)
    def list(self, request: Request) -> Response:
        """Of all rules."""
        rules = [one.pk for one in queries.rules(self.actor)]
        return Response([representation.template(one) for one in queries.templates_of(rules)])

    @extend_schema(summary="Read a task template", responses=shapes.TaskTemplateSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """One of them."""
        return self._answer(code)

    @extend_schema(
        summary="Add a task template",
        request=shapes.TaskTemplateInputSerializer,
        responses={201: shapes.TaskTemplateSerializer},
    )
    def create(self, request: Request) -> Response:
        """To a rule."""
        data = representation.of_template(self.validated(shapes.TaskTemplateInputSerializer))
        return self._answer(keeping.save_template(actor=self.actor, at=clock.now(), **data).code, status=201)

    @extend_schema(
        summary="Change a task template",
        request=shapes.TaskTemplateChangeSerializer,
        responses=shapes.TaskTemplateSerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:
        """``skills`` and ``after`` are replaced where sent. Needs If-Match."""
        version = self.version(required=True)
        pk = queries.by_code(self.actor, code).pk
        data = representation.of_template(self.validated(shapes.TaskTemplateChangeSerializer))
        saved = keeping.save_template(actor=self.actor, template_id=pk, version=version, at=clock.now(), **data)
        return self._answer(saved.code)


class ProductionWordViewSet(_Room):
    """Customers' words and what production calls them."""

    lookup_field = "word_id"
    lookup_value_regex = r"\d{1,18}"
    serializer_class = shapes.ProductionWordSerializer
    verbs = {"create": queries.RULES}

    def _answer(self, word_id: int, status: int = 200) -> Response:
        row = queries.get_word(self.actor, word_id)
        return self.answer(representation.word(row), version=row.version, status=status)

    @extend_schema(
        summary="List words of production", responses=shapes.ProductionWordSerializer(many=True), filters=False
    )
    def list(self, request: Request) -> Response:
        """All of them."""
        return Response([representation.word(one) for one in queries.words(self.actor)])

    @extend_schema(summary="Read a word of production", responses=shapes.ProductionWordSerializer)
    def retrieve(self, request: Request, word_id: str) -> Response:
        """One of them."""
        return self._answer(int(word_id))

    @extend_schema(
        summary="Add a word of production",
        request=shapes.ProductionWordInputSerializer,
        responses={201: shapes.ProductionWordSerializer},
    )
    def create(self, request: Request) -> Response:
        """Texts of tasks proposed from now on use it."""
        data = self.validated(shapes.ProductionWordInputSerializer)
        return self._answer(keeping.save_word(actor=self.actor, at=clock.now(), **data).pk, status=201)

    @extend_schema(
        summary="Change a word of production",
        request=shapes.ProductionWordChangeSerializer,
        responses=shapes.ProductionWordSerializer,
    )
    def partial_update(self, request: Request, word_id: str) -> Response:
        """Needs If-Match."""
        version = self.version(required=True)
        data = self.validated(shapes.ProductionWordChangeSerializer)
        keeping.save_word(actor=self.actor, word_id=int(word_id), version=version, at=clock.now(), **data)
        return self._answer(int(word_id))
