"""Parts of a portrait: what it holds, and its three renderers."""
