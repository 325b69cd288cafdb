"""Rules of reports in the console; every save is an operation."""

from reports.commissions import admin as commissions  # noqa: F401
