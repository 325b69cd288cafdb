"""Doubts about an order (疑问, R070): asked, answered, closed, on record; and orders set aside by the first screening
(R069). Both keep a draft from going on until somebody clears them."""
