"""Addresses of the boards."""

from django.urls import path

from reports.boards import arranging_views, views, wall_views

patterns = [
    path("reports/key-figures/", views.show_key_figures, name="key-figures"),
    path("reports/key-figures/<str:code>/", views.show_key_figure, name="key-figure"),
    path("reports/key-figures/<str:code>/file/", views.take_key_figure, name="key-figure-file"),
    path("reports/dashboard/", views.show_dashboard, name="dashboard"),
    path("reports/dashboard/choose/", views.choose_board, name="dashboard-choose"),
    path("reports/dashboard/arrange/", arranging_views.arrange_board, name="dashboard-arrange"),
    path("reports/dashboard/arrange/reset/", arranging_views.reset_board, name="dashboard-arrange-reset"),
    path("reports/dashboard/tiles/<str:code>/", views.show_tile, name="dashboard-tile"),
    path("reports/dashboard/wall/", wall_views.show_wall, name="wall"),
    path("reports/dashboard/wall/slide/", wall_views.show_slide, name="wall-slide"),
]
