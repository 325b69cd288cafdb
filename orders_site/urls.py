"""Which app answers which address."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from orders_site import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
for name in settings.OWN_APPS:
    if find_spec(f"{name}.urls"):
        urlpatterns.append(path("", include(f"{name}.urls")))
