"""The steps of a build: one file a table, a join or a judgement of what was read."""
