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


def explained(fault: Fault) -> str:
    """A reason for whoever sets the connection up: what happened, and where to look."""
    words = {
        Why.STATE: _("The answer belongs to no try of this browser, or came after more than five minutes."),
        Why.OFTEN: _("Too many tries from this address within a quarter of an hour."),
        Why.CANCELLED: _("The sign-in was cancelled at the provider, or its rules do not let this account in."),
        Why.PROVIDER: _("The provider answered with an error. Compare client ID and return address with its entry."),
        Why.AWAY: _(
            "The provider cannot be reached from this server, or gave no answer in time. Look at its address, at name"
            " resolution, firewall and certificate, and at the hosts that may be called."
        ),
        Why.CONFUSED: _(
            "What the provider says is not as the protocol wants it. Its issuer must be, letter by letter, the one set"
            " here, and every address one that may be called."
        ),
        Why.ISSUER: _("The answer names another provider than the one that was asked."),
        Why.CODE: _("The provider would not take its code back. Look at the client secret and the return address."),
        Why.ALGORITHM: _("The token is signed in a way that is not taken: RS, PS and ES are."),
        Why.KEY: _("The token names a key that the provider does not publish."),
        Why.SIGNATURE: _("The signature of the token does not fit the provider's keys."),
        Why.ANOTHER_ISSUER: _("The token names another issuer than the one set here."),
        Why.AUDIENCE: _("The token is for another client: its aud does not hold the client ID set here."),
        Why.PARTY: _("The token was given out to another client: look at azp."),
        Why.EXPIRED: _("The token has expired. Compare the clocks of both servers."),
        Why.ISSUED: _("The token was made too long ago, or in the future. Compare the clocks of both servers."),
        Why.NONCE: _("The token was not made for this sign-in: its nonce differs."),
        Why.ANOTHER_HASH: _("The token does not belong to the access token beside it."),
        Why.SUBJECT: _("The token names nobody: its sub is missing or unusable."),
        Why.UNLINKED: _("This account is linked to nobody here, and the company does not link by mail address."),
        Why.UNVERIFIED: _("This account is linked to nobody here, and the provider vouches for no mail address of it."),
        Why.NOBODY: _("This account is linked to nobody here, and nobody who works here has its mail address."),
        Why.AMBIGUOUS: _("This account is linked to nobody here, and several people have its mail address."),
        Why.ADMINISTRATOR: _("The person with this mail address manages roles and is linked by hand only."),
        Why.OTHER_IDENTITY: _("The person with this mail address is linked to another account at the provider."),
        Why.LEFT: _("This account is linked to somebody who is not active any more."),
    }[fault.why]
    return f"{words} ({fault.told})" if fault.told else words


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
