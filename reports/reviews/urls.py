"""Addresses of reviews."""

from django.urls import path

from reports.reviews import views

patterns = [
    path("reports/reviews/", views.list_reviews, name="reviews"),
    path("reports/reviews/decisions/", views.list_decisions, name="decisions"),
    path("reports/reviews/new/", views.save, name="review-new"),
    path("reports/reviews/<int:review_id>/", views.show, name="review"),
    path("reports/reviews/<int:review_id>/change/", views.save, name="review-change"),
    path("reports/reviews/<int:review_id>/end/", views.end, name="review-end"),
    path("reports/reviews/<int:review_id>/reopen/", views.reopen, name="review-reopen"),
    path("reports/reviews/<int:review_id>/file/", views.take, name="review-file"),
    path("reports/reviews/<int:review_id>/points/new/", views.save_point, name="review-point-new"),
    path("reports/reviews/points/<int:point_id>/", views.save_point, name="review-point"),
    path("reports/reviews/points/<int:point_id>/remove/", views.remove_point, name="review-point-remove"),
    path("reports/reviews/points/<int:point_id>/settle/", views.settle, name="review-point-settle"),
    path("reports/reviews/points/<int:point_id>/unsettle/", views.unsettle, name="review-point-unsettle"),
]
