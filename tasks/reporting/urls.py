"""Address of the progress report, within those of the app."""

from django.urls import path

from orders.order import addresses  # noqa: F401 the converter ``ref``
from tasks.reporting import views

patterns = [path("orders/<ref:reference>/report/", views.show_report, name="order-report")]
