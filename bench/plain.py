"""The plain views that the workloads are measured against: one ORM query or bare inserts, no session, no rule.

They write into twins of the order tables (same columns and indexes, no trail), made by ``make_twins``.
"""

import json
import uuid

from django.db import connection, models, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from orders.order.models import Order, OrderLine, OrderStep


def _twin(model: type[models.Model]) -> type[models.Model]:
    """The same columns over a table of the bench."""
    fields = {field.name: field.clone() for field in model._meta.concrete_fields}
    for field in fields.values():
        if field.is_relation:
            field.remote_field.related_name = "+"
    meta = type("Meta", (), {"app_label": "bench", "db_table": f"bench_{model._meta.model_name}", "managed": False})
    return type(f"Bench{model.__name__}", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


BenchOrder, BenchLine, BenchStep = map(_twin, (Order, OrderLine, OrderStep))


def make_twins(role: str) -> None:
    """Tables like those of the house with their indexes, without triggers; ``role`` may write them."""
    with connection.cursor() as cursor:
        for model, twin in ((Order, BenchOrder), (OrderLine, BenchLine), (OrderStep, BenchStep)):
            source, table = model._meta.db_table, twin._meta.db_table
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (LIKE {source} INCLUDING ALL)")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO {role}")


def list_orders(request: HttpRequest) -> JsonResponse:
    """Fifty rows and their exact count."""
    rows = Order.objects.filter(
        customer_id=request.GET["customer"], order_date__gte=request.GET["from"], status=request.GET["status"]
    )
    return _page(rows, rows.count())


def list_all(request: HttpRequest) -> JsonResponse:
    """Fifty rows over all customers; counted up to ten thousand."""
    rows = Order.objects.filter(order_date__gte=request.GET["from"], status=request.GET["status"])
    return _page(rows, rows[:10_001].count())


def _page(rows: models.QuerySet, count: int) -> JsonResponse:
    fields = ("number", "status", "order_date", "total_amount", "customer__name")
    return JsonResponse({"count": count, "results": list(rows.order_by("-order_date", "-id").values(*fields)[:50])})


def open_order(request: HttpRequest) -> JsonResponse:
    """One order with its lines."""
    order = Order.objects.filter(number=request.GET["number"]).values().first()
    lines = list(OrderLine.objects.filter(order_id=order["id"]).values())
    return JsonResponse({"order": order, "lines": lines})


_sample: dict[str, dict] = {}


def sample() -> tuple[dict, dict]:
    """The columns of an order and of a line as they are stored, read once."""
    if not _sample:
        order = Order.objects.filter(number__startswith="SO").order_by("-id").values()[0]
        _sample.update(order=order, line=OrderLine.objects.filter(order_id=order["id"]).values()[0])
    return _sample["order"], _sample["line"]


@csrf_exempt
def enter_order(request: HttpRequest) -> JsonResponse:
    """The same rows as entering and submitting an order, as bare inserts in one transaction."""
    body = json.loads(request.body)
    template, line = sample()
    with transaction.atomic():
        order = BenchOrder(**{**template, "id": None, "number": f"PL{uuid.uuid4().hex[:16]}"})
        order.save(force_insert=True)
        BenchLine.objects.bulk_create(
            BenchLine(**{**line, "id": None, "order_id": order.pk, "line_no": n + 1}) for n in range(len(body["lines"]))
        )
        _step(order, "submit", "SUBMITTED")
    return JsonResponse({"number": order.number}, status=201)


@csrf_exempt
def approve_order(request: HttpRequest) -> JsonResponse:
    """One update and one insert."""
    with transaction.atomic():
        order = BenchOrder.objects.select_for_update(no_key=True).get(number=request.GET["number"])
        order.status = "EFFECTIVE"
        order.save(update_fields=["status"])
        _step(order, "approve", "EFFECTIVE")
    return JsonResponse({"status": order.status})


def _step(order: models.Model, move: str, status: str) -> None:
    BenchStep.objects.create(
        order_id=order.pk, move=move, to_status=status, actor_id=order.created_by_id, at=order.created_at
    )


def ping(request: HttpRequest) -> JsonResponse:
    """Is the server up?"""
    connection.ensure_connection()
    return JsonResponse({})


urlpatterns = [
    path("plain/ping", ping),
    path("plain/list", list_orders),
    path("plain/all", list_all),
    path("plain/open", open_order),
    path("plain/enter", enter_order),
    path("plain/approve", approve_order),
]
