"""The demo company (in work by helper demo: helper data leaves this folder alone)."""
