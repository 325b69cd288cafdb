"""Who does what, and when: pure rules, no database. ``solving.solve`` is the way in (docs/adr/0070)."""
