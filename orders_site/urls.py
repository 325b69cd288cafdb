"""Which app answers which address."""

from importlib.util import find_spec

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls)]
for name in ("accounts", "segments", "customers", "products", "orders"):
    if apps.is_installed(name) and find_spec(f"{name}.urls"):
        urlpatterns.append(path("", include(f"{name}.urls")))
