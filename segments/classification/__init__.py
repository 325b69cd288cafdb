"""Classification (R001–R022, SEMANTICS 5): versions of the rules, what they give to customers and to the texts of
products, the page to try them, and the list of deviations."""


def register() -> None:
    """Called once from ``SegmentsConfig.ready``."""
    from segments.classification import examples, exporting, invariants, reference, rights, wiring

    for part in (rights, reference, examples, exporting, invariants, wiring):
        part.register()
