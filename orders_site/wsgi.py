"""The door gunicorn opens."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orders_site.settings")
os.environ.setdefault("ORDERS_PROCESS", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
