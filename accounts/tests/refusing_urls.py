"""An API address that refuses everybody."""

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common import errors


class Refusing(APIView):
    """Refuses."""

    def get(self, request: Request) -> Response:
        raise errors.NotAllowed()


urlpatterns = [path("api/v1/refused/", Refusing.as_view())]
