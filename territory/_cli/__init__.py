"""The command's verbs, a file a family; `territory.cli` puts them together."""
