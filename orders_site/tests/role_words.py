"""How the tables of rights say what an address asks for.

PUBLIC needs no sign-in, SIGNED_IN only that, anything else is the verb the operation or query behind it asks
for. A SCOPED address opens for everybody and shows only the rows on which the verb is held: none without a role.
"""

PUBLIC = "(public)"
SIGNED_IN = "(signed in)"
SCOPED = "scoped:"
