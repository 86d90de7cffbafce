"""``python -m territory`` is the command ``territory``."""

from territory.cli import main

main()
