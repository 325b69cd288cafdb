"""Settings and middleware of the application under the bench: each answer says how many statements it took."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench-Statements"


class CountStatements:
    """Outermost middleware; BEGIN and COMMIT are the driver's and not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self._get_response(request)
        response.headers[HEADER] = str(count)
        return response
