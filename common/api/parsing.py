"""Bodies of the API as they come in."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import parsers

from common import errors


class JSONParser(parsers.JSONParser):
    """JSON of which every text can be stored and answered. Half of a surrogate pair (``"\\ud83d"`` alone) is JSON and
    no text: it is refused (400) before a field or a refusal repeats it."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body's values. Raises ParseError for what is no JSON, Invalid for what is no text."""
        raw = stream.read()
        found = super().parse(BytesIO(raw), media_type, parser_context)
        if b"\\ud" in raw.lower():
            try:
                json.dumps(found, ensure_ascii=False).encode()
            except UnicodeEncodeError:
                raise errors.Invalid(_("A text holds half of a character.")) from None
        return found
