"""People out of school by highest diploma, from the census of Insee: read, like its other bases, by `_census`."""

from functools import partial

from pipelines.sources._census import read_census

read = partial(read_census, source_id="insee_diplomas")
