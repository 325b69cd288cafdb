"""An application for the web server whose requests take half a second behind the middleware that sheds load."""

import time

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from orders_site.wsgi import application as whole_site  # first: it sets Django up

from orders_site import shedding  # isort: skip

assert whole_site
settings.QUEUE_PATIENCE = 0.7


def _slow(request):
    time.sleep(0 if request.path in settings.PROBES else 0.5)
    return HttpResponse("here")


_answer = shedding.middleware(_slow)


def application(environ, start_response):
    """As gunicorn asks it."""
    response = _answer(WSGIRequest(environ))
    start_response(f"{response.status_code} x", list(response.items()))
    return [response.content]
