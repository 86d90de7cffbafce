"""Change over time: what one list tells of the years before it, and what changed between two editions."""
