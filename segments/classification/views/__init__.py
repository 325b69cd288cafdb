"""Pages of classification: versions and rules, the page to try them, the list of deviations."""
