"""Parts of robustness: what is varied, how ranks are counted, which choice moves them."""
