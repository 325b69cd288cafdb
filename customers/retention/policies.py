"""Who says how long data is kept."""

MANAGE = "retention.manage"
