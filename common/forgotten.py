"""What stands in the place of a mail address that was forgotten, where the row is nothing without one (R309).

Who unsubscribed, or whose address mail came back from, is not written to when an import brings the address again: the
stand-in of an address is always the same, and nobody reads the address out of it without the site's secret key. With
another key (docs/operations.md) such rows lose their meaning.
"""

from django.utils.crypto import salted_hmac

NOWHERE = "anonymised.invalid"  # a domain that no mail reaches
_LETTERS = 40


def stand_in(address: str) -> str:
    """An address of nobody that is always the same for this one."""
    digest = salted_hmac("common.forgotten", address.strip().lower(), algorithm="sha256").hexdigest()
    return f"{digest[:_LETTERS]}@{NOWHERE}"
