"""What every section of a portrait is written from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd

from territory.messages import Words
from territory.portrait.maker import Figures, PortraitMaker, ReferenceFigures
from territory.portrait.model import Block, Paragraph, Section, Sentence
from territory.portrait.sentences.need import said_by
from territory.portrait.sentences.words import Rule
from territory.portrait.sources import Numbered
from territory.tables import DataInUse
from territory.territories import Territory


@dataclass(frozen=True)
class Page:
    """One territory being written.

    Parameters
    ----------
    maker : PortraitMaker
        The figures of all territories.
    territory : Territory
        The one written.
    name : str
        How it is called.
    communes : GeoDataFrame
        Its communes.
    figures : Figures
        Its figures.
    references : list of ReferenceFigures
        What it is compared with.
    sources : Numbered
        The sources cited so far.
    in_use : DataInUse
        The tables in use.
    words : Words
        Of the reader's language.
    """

    maker: PortraitMaker
    territory: Territory
    name: str
    communes: gpd.GeoDataFrame
    figures: Figures
    references: list[ReferenceFigures]
    sources: Numbered
    in_use: DataInUse
    words: Words

    def text(self, key: str, **values: object) -> str:
        """Return a message of ``portrait.toml``."""
        return self.words.text(f"portrait.{key}", **values)

    def sentence(self, key: str, *ids: str, **values: object) -> Sentence:
        """Return a message as a sentence, with its sources."""
        return self.sources.plain(self.text(key, **values), *ids)

    def say(self, *rules: Rule) -> tuple[Sentence, ...]:
        """Return the sentences of rules that have something to say."""
        said = said_by(rules, self.figures, self.words)
        return tuple(self.sources.sentence(one) for one in said)

    def paragraphs(self, *rules: Rule) -> list[Paragraph]:
        """Return the sentences of rules as one paragraph, none if they say nothing."""
        sentences = self.say(*rules)
        return [Paragraph(sentences)] if sentences else []

    def section(self, name: str, blocks: Iterable[Block]) -> Section:
        """Return a section under its heading."""
        return Section(name, self.text(f"section.{name}"), tuple(blocks))
