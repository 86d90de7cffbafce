"""The sources a portrait cites, numbered in the order they are first cited."""

from __future__ import annotations

from dataclasses import dataclass, field

from territory import illectronism
from territory.messages import Words
from territory.portrait.model import Sentence
from territory.portrait.sentences.words import Said
from territory.tables import DataInUse, Tables


@dataclass(frozen=True)
class Numbered:
    """Sources as they are cited; the same one has the same number everywhere.

    Parameters
    ----------
    citations : dict
        Id → what is printed, of all that can be cited.
    cited : list of str
        Ids, in the order of their numbers.
    """

    citations: dict[str, str]
    cited: list[str] = field(default_factory=list)

    def numbers(self, *ids: str) -> tuple[int, ...]:
        """Return the numbers of sources, those that the tables were not made from left out."""
        for one in ids:
            if one in self.citations and one not in self.cited:
                self.cited.append(one)
        return tuple(sorted(self.cited.index(one) + 1 for one in ids if one in self.citations))

    def sentence(self, said: Said) -> Sentence:
        """Return a sentence with the numbers of its sources."""
        return Sentence(said.words, self.numbers(*said.source_ids), said.values)

    def plain(self, words: str, *ids: str) -> Sentence:
        """Return words with the numbers of their sources."""
        return Sentence(words, self.numbers(*ids))

    def listed(self) -> tuple[str, ...]:
        """Return what is printed, in the order of the numbers."""
        return tuple(self.citations[one] for one in self.cited)


def numbered(in_use: DataInUse, tables: Tables, words: Words) -> Numbered:
    """Return the sources of the tables in use, none cited yet."""
    survey = illectronism.sources()["ip1953"]
    special = {
        "model": words.text("portrait.source.model", title=survey.title, url=survey.url),
        "engine": words.text("portrait.source.engine", cite=tables.engine.cite(words)),
        "method": words.text("portrait.source.method", fingerprint=in_use.fingerprint),
        # National figures of what no file says by commune.
        **{
            f"unsaid_{one}": words.text(f"context.source.{one}")
            for one in ("handicap", "non_recours", "refugees")
        },
    }
    return Numbered({**{one.id: one.cite(words) for one in in_use.sources}, **special})
