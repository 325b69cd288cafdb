"""Who keeps the rulebook; reading it is everybody's."""

MANAGE = "rulebook.manage"
REVIEW = "rulebook.review"
