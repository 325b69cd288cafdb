"""The shell's own addresses alone, so that its browser test needs no other app."""

from django.urls import include, path

urlpatterns = [path("", include("common.urls"))]
