"""Faults of published files and their kin, and what each must come to.

A fault is made in lines shaped as the producer's (``tests/raw``, and the sample's folder): cut,
swapped, scaled, retyped, reordered, re-encoded, doubled, blanked, or with a character put in. What
comes of it must be one of three: **read the same**, **refused** in words that name the file, or
**said**: a line of the report names the rows, or the figures are missing and their status says so.
Anything else is silent, or a traceback.

Left out on purpose: what no reader can see. One plausible figure in place of another, two rows of
figures exchanged, a file cut where a shorter edition could end, a byte turned in the middle of a
number: such files could have been published as they are. Rows cut away are tried on the whole
build, where the list of communes tells that they are gone.
"""
