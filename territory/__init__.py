"""territory: where illectronism is high and counters are scarce, commune by commune."""

from importlib.metadata import version

__version__ = version("territory")
