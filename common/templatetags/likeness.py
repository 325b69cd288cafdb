"""Words of pairs that are alike: ``{{ reason|likeness }}``."""

from django import template

from common.likeness import listing

register = template.Library()


@register.filter
def likeness(kind: str) -> str:
    """What two rows have in common."""
    return listing.words(kind)
