"""Who sees and who changes the classification rules: they are the whole company's."""

VIEW, EDIT = "classification.view", "classification.edit"
