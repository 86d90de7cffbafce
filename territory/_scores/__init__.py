"""Parts of the score: profiles and methods, aggregation, diagnostics."""
