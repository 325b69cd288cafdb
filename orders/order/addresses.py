"""How addresses name orders, and documents that are drafts at first: ``SO20261121-0007``, or ``draft-12``."""

from django.urls import register_converter


class ReferenceConverter:
    """``SO20261121-0007`` or ``draft-12``."""

    regex = r"[A-Za-z]{2}\d{8}-\d{4,12}|draft-\d{1,18}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "ref")
