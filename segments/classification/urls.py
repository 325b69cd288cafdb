"""Addresses of the pages of classification."""

from django.urls import path

from segments.classification.views import deviations, rules, trying

app_name = "classification"

urlpatterns = [
    path("classification/", rules.list_versions, name="version-list"),
    path("classification/<int:rules_number>/", rules.show_version, name="version-detail"),
    path("classification/draft/start/", rules.start_draft, name="draft-start"),
    path("classification/draft/discard/", rules.discard_draft, name="draft-discard"),
    path("classification/draft/activate/", rules.activate_draft, name="draft-activate"),
    path("classification/draft/preview/", rules.preview_draft, name="draft-preview"),
    path("classification/draft/rules/new/", rules.edit_rule, name="rule-new"),
    path("classification/draft/rules/<int:rule_id>/", rules.edit_rule, name="rule-edit"),
    path("classification/draft/rules/<int:rule_id>/move/", rules.move_rule, name="rule-move"),
    path("classification/draft/rules/<int:rule_id>/remove/", rules.remove_rule, name="rule-remove"),
    path("classification/draft/tags/new/", rules.edit_tag, name="tag-new"),
    path("classification/draft/tags/<int:tag_id>/", rules.edit_tag, name="tag-edit"),
    path("classification/draft/tags/<int:tag_id>/remove/", rules.remove_tag, name="tag-remove"),
    path("classification/try/", trying.try_rules, name="try"),
    path("classification/try/file/", trying.take_away, name="try-file"),
    path("classification/deviations/", deviations.list_deviations, name="deviation-list"),
]
