"""How much of the feed is read at once."""

USUAL, MOST = 200, 1000  # events of an answer: as a rule, at most
MOST_POSITION = 9223372036854000000
