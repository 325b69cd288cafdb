"""What the doors of printed papers share: a PDF on its way to its reader."""

from django.http import HttpResponse

from orders.printing.operations import Printed


def as_answer(printed: Printed, *, inline: bool = False) -> HttpResponse:
    """The file for download, or to be looked at in the browser; nobody keeps it on the way."""
    return as_pdf(printed.content, printed.name, inline=inline)


def as_pdf(content: bytes, name: str, *, inline: bool) -> HttpResponse:
    """A PDF of ours under a name of plain letters."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
