"""Addresses of the shell."""

from django.urls import path

from common import views

app_name = "common"
urlpatterns = [
    path("search/", views.search_everything, name="search"),
    path("counts/", views.counts, name="counts"),
    path("styleguide/", views.show_styleguide, name="styleguide"),
]
