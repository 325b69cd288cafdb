"""Classification: rules of the company's method read codes, names and specifications into tags, facets and flags
(R001–R022, SEMANTICS 5). Pure."""
