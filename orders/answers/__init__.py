"""Questions to customers under signed links: sending, resending, taking back, answers by link or recorded by hand, with
their proof. What a question is about, and what follows from its answer, is its room's (docs/adr/0065)."""
