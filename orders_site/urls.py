"""Which app answers which address."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from common.api import schema  # noqa: F401  its extensions are found by being imported
from orders_site import health, mailbox, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.show, name="metrics"),
    path("mailbox/", mailbox.show, name="mailbox"),
    path("mailbox/<slug:key>/", mailbox.show_html, name="mailbox-html"),
    path("", include("orders.intake.imports.urls")),
    path("", include("segments.classification.urls")),
    path("admin/", admin.site.urls),
]
api_patterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
for name in settings.OWN_APPS:  # pages in an app's urls.py, its part of the API in api_urls.py
    if find_spec(f"{name}.urls"):
        urlpatterns.append(path("", include(f"{name}.urls")))
    if find_spec(f"{name}.api_urls"):
        api_patterns.append(path("", include(f"{name}.api_urls")))
urlpatterns.insert(0, path("api/v1/", include(api_patterns)))  # first: a call asks no page whether it is meant

handler400 = "common.refusals.bad_request"
handler403 = "common.refusals.not_allowed"
handler404 = "common.refusals.not_found"
handler500 = "common.refusals.server_error"
