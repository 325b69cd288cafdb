#!/bin/sh
# A management command with the settings of production: deploy/manage.sh CMD …
# Run it as the user orders; owner.env is read where this user may (migrations, backup, restore).
set -eu
cd "$(dirname "$0")/.."
set -a
. "${ORDERS_ENV_FILE:-/etc/orders/orders.env}"
owner="${ORDERS_OWNER_FILE:-/etc/orders/owner.env}"
if [ -r "$owner" ]; then . "$owner"; fi
set +a
exec .venv/bin/python manage.py "$@"
