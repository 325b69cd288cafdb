"""Addresses of the report pages: each room brings its own."""

from django.urls import URLPattern

from reports.boards import urls as boards
from reports.builder import urls as builder
from reports.clientele import urls as clientele
from reports.commissions import urls as commissions
from reports.deliveries import urls as deliveries
from reports.outlook import urls as outlook
from reports.reviews import urls as reviews
from reports.standard import urls as standard
from reports.targets import urls as targets

app_name = "reports"

urlpatterns: list[URLPattern] = [
    *boards.patterns,
    *builder.patterns,
    *clientele.patterns,
    *commissions.patterns,
    *deliveries.patterns,
    *outlook.patterns,
    *reviews.patterns,
    *standard.patterns,
    *targets.patterns,
]
