"""Typer's own words in the reader's language: headings of the help, its last option, the usage line."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from territory.messages import default_words

# Name of a constant of Typer's module of help → key of its words.
_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "arguments",
    "OPTIONS_PANEL_TITLE": "options",
    "COMMANDS_PANEL_TITLE": "verbs",
    "ERRORS_PANEL_TITLE": "error",
    "DEFAULT_STRING": "default",
    "ENVVAR_STRING": "variable",
    "REQUIRED_LONG_STRING": "required",
    "RICH_HELP": "try",
}


def _speak() -> None:
    from typer import rich_utils

    for constant, key in _HEADINGS.items():
        setattr(rich_utils, constant, default_words().text(f"cli.spoken.{key}"))


class _Spoken:
    """What a verb and the command have in common."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Read a command line, ready to say in words what is wrong with it."""
        _speak()
        return super().make_context(*args, **options)  # type: ignore[misc]  # of Typer's class

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help`` with its own help in words."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of Typer's class
        if option is not None:
            option.help = default_words().text("cli.spoken.help")
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]  # as above
        usage = default_words().text("cli.spoken.usage")
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{usage} ")


class SpokenCommand(_Spoken, TyperCommand):
    """A verb whose help is all in the reader's language."""


class SpokenGroup(_Spoken, TyperGroup):
    """The command, whose list of verbs is all in the reader's language."""
