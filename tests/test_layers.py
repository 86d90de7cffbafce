"""Imports go one way, and each heavy package has one home."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_keep_the_contracts_declared_in_pyproject():
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    assert lint_imports(config_filename=str(pyproject), no_cache=True) == EXIT_STATUS_SUCCESS
