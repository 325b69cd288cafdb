"""Why a sign-in by the provider was not taken. The trail keeps the reason; the page says one of a few sentences, so
that whoever tries learns nothing about the people here or the checks."""

from enum import StrEnum

from django.utils.translation import gettext as _


class Why(StrEnum):
    """The reason, as the event tells it."""

    STATE = "state"  # not begun in this browser, begun too long ago, or come back twice
    OFTEN = "often"
    CANCELLED = "cancelled"
    PROVIDER = "provider"  # it answered with an error
    AWAY = "away"
    CONFUSED = "confused"  # its own description or an answer is not as the protocol wants it
    ISSUER = "issuer"  # the answer says that another provider gave it
    CODE = "code"  # the provider would not take the code back
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    ANOTHER_ISSUER = "token issuer"
    AUDIENCE = "audience"
    PARTY = "authorized party"
    EXPIRED = "expired"
    ISSUED = "issued at"
    NONCE = "nonce"
    ANOTHER_HASH = "access token hash"
    SUBJECT = "subject"
    UNLINKED = "not linked"
    UNVERIFIED = "address not verified"
    NOBODY = "nobody with this address"
    AMBIGUOUS = "several with this address"
    ADMINISTRATOR = "administrator"
    OTHER_IDENTITY = "linked to another identity"
    LEFT = "left"


class Fault(Exception):
    """A step of the protocol failed. ``told``: what the provider calls its error, short and printable."""

    def __init__(self, why: Why, told: str = ""):
        super().__init__(why.value)
        self.why = why
        self.told = "".join(one for one in told[:60] if one.isascii() and one.isprintable())


_WORDS_OF = {
    Why.STATE: "again",
    Why.OFTEN: "often",
    Why.CANCELLED: "cancelled",
    Why.AWAY: "away",
    **dict.fromkeys(
        (
            *(Why.UNLINKED, Why.UNVERIFIED, Why.NOBODY, Why.AMBIGUOUS),
            *(Why.ADMINISTRATOR, Why.OTHER_IDENTITY, Why.LEFT),
        ),
        "unknown",
    ),
}


def key_of(why: Why) -> str:
    """Which sentence the page says for a reason."""
    return _WORDS_OF.get(why, "refused")


def in_words(key: str, provider: str) -> str:
    """The sentence for people, in their language; "" for a key that is none."""
    words = {
        "again": _("That took too long, or was begun in another window. Start the sign-in once more."),
        "often": _("Too many tries from here. Wait a quarter of an hour, or sign in with your password."),
        "cancelled": _("The sign-in at %(provider)s was cancelled."),
        "away": _("%(provider)s cannot be reached just now. Try again in a moment, or sign in with your password."),
        "refused": _(
            "The sign-in by %(provider)s was not accepted. Try again; if it stays so, tell your administrator."
        ),
        "unknown": _("Your account at %(provider)s is not linked to anybody here. Ask your administrator to link it."),
    }
    return words[key] % {"provider": provider} if key in words else ""
