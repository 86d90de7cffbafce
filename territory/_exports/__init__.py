"""Parts of the exports: the dictionary, provenance, and a writer a format."""
