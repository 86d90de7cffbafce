"""One pair a source: ``<id>.toml`` says what it is, ``<id>.py`` reads it."""
