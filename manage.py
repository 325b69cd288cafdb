#!/usr/bin/env python3
"""Django's command line. `python3 run.py manage CMD …` also brings the embedded servers up first."""

import gc
import os
import sys

# these work on the tables themselves: they reach the database as its owner
OWNER_COMMANDS = {
    *("prepare", "migrate", "grant_app_role", "flush", "sqlflush"),
    *("backup", "restore", "restore_drill", "went_back", "base_backup"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orders_site.settings")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("ORDERS_PROCESS", "owner")
    from django.core.management import execute_from_command_line

    gc.set_threshold(100_000, 20, 100)  # Django's migrations spend a quarter of their time in the collector
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
