"""Addresses of the import pages."""

from django.urls import path

from orders.intake.imports import views

app_name = "imports"

urlpatterns = [
    path("imports/", views.list_runs, name="run-list"),
    path("imports/new/", views.new_run, name="run-new"),
    path("orders/batch/", views.enter_batch, name="batch"),
    path("orders/batch/template.xlsx", views.download_batch_sheet, name="batch-sheet"),
    path("imports/<int:run_id>/", views.show_run, name="run-detail"),
    path("imports/<int:run_id>/mapping/", views.map_run, name="run-mapping"),
    path("imports/<int:run_id>/commit/", views.commit_run, name="run-commit"),
    path("imports/<int:run_id>/discard/", views.discard_run, name="run-discard"),
    path("imports/<int:run_id>/report.<str:form>", views.download_report, name="run-report"),
    path("imports/<int:run_id>/profile.toml", views.download_profile, name="run-profile"),
    path("imports/profiles/<int:profile_id>/", views.edit_profile, name="profile-edit"),
]
