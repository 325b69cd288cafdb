"""The plain views that the workloads are measured against: one ORM query or bare inserts, no session, no rule."""

import json
import uuid

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from orders.order.models import Order, OrderLine, OrderStep


def list_orders(request: HttpRequest) -> JsonResponse:
    """Fifty rows and their exact count."""
    rows = Order.objects.filter(
        customer_id=request.GET["customer"], order_date__gte=request.GET["from"], status=request.GET["status"]
    )
    fields = ("number", "status", "order_date", "total_amount", "customer__name")
    page = list(rows.order_by("-order_date", "-id").values(*fields)[:50])
    return JsonResponse({"count": rows.count(), "results": page})


def list_all(request: HttpRequest) -> JsonResponse:
    """Fifty rows over all customers."""
    rows = Order.objects.filter(order_date__gte=request.GET["from"], status=request.GET["status"])
    fields = ("number", "status", "order_date", "total_amount", "customer__name")
    return JsonResponse(
        {"count": rows.count(), "results": list(rows.order_by("-order_date", "-id").values(*fields)[:50])}
    )


def open_order(request: HttpRequest) -> JsonResponse:
    """One order with its lines."""
    order = Order.objects.filter(number=request.GET["number"]).values().first()
    lines = list(OrderLine.objects.filter(order_id=order["id"]).values())
    return JsonResponse({"order": order, "lines": lines})


@csrf_exempt
def enter_order(request: HttpRequest) -> JsonResponse:
    """The same rows as entering and submitting an order, as bare inserts in one transaction."""
    body = json.loads(request.body)
    template = Order.objects.order_by("-id").values()[0]
    with transaction.atomic():
        order = Order(**{**template, "id": None, "number": f"PL{uuid.uuid4().hex[:16]}"})
        order.save(force_insert=True)
        line = OrderLine.objects.order_by("-id").values()[0]
        OrderLine.objects.bulk_create(
            OrderLine(**{**line, "id": None, "order_id": order.pk, "line_no": n + 1}) for n in range(len(body["lines"]))
        )
        OrderStep.objects.create(
            order=order, move="submit", to_status="SUBMITTED", actor_id=order.created_by_id, at=order.created_at
        )
    return JsonResponse({"number": order.number}, status=201)


@csrf_exempt
def approve_order(request: HttpRequest) -> JsonResponse:
    """One update and one insert."""
    with transaction.atomic():
        order = Order.objects.select_for_update(no_key=True).get(number=request.GET["number"])
        order.status = "EFFECTIVE"
        order.save(update_fields=["status"])
        OrderStep.objects.create(
            order=order, move="approve", to_status="EFFECTIVE", actor_id=order.created_by_id, at=order.created_at
        )
    return JsonResponse({"status": order.status})


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
