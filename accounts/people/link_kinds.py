"""The kinds of signed links by which a person sets his own password (``accounts.password_links`` draws their pages)."""

SUBJECT = "accounts.user"
RESET = "password-reset"
INVITATION = "invitation"
