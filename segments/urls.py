"""Addresses of the pages of conditions."""

from django.urls import path

from segments.views import building, explaining, saved

app_name = "segments"

urlpatterns = [
    path("conditions/", building.build, name="condition-build"),
    path("conditions/check/", building.check, name="condition-check"),
    path("conditions/values/<slug:field>/", building.offer_values, name="condition-values"),
    path("conditions/why/", explaining.explain, name="condition-why"),
    path("segments/", saved.list_segments, name="segment-list"),
    path("segments/new/", saved.create_segment, name="segment-new"),
    path("segments/<int:segment_id>/", saved.change_segment, name="segment-edit"),
    path("segments/<int:segment_id>/count/", saved.count_segment, name="segment-count"),
    path("segments/<int:segment_id>/copy/", saved.copy_segment, name="segment-copy"),
    path("segments/<int:segment_id>/restore/", saved.restore_segment, name="segment-restore"),
    path("segments/<int:segment_id>/remove/", saved.remove_segment, name="segment-remove"),
]
