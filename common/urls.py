"""Addresses of the shell."""

from django.urls import path

from common import views
from common.links import views as links

app_name = "common"
urlpatterns = [
    path("search/", views.search_everything, name="search"),
    path("counts/", views.counts, name="counts"),
    path("l/<str:token>/", links.link, name="link"),
    path("styleguide/", views.show_styleguide, name="styleguide"),
]
