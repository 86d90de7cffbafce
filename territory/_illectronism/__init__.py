"""The steps of the estimate, in the order they are taken.

`facts` (what is published) → `margins` (what the census says of a commune) → `cells` (the joint
table, by proportional fitting) → `rates` (a logit rate for each cell, solved on the published
figures against the stored `reference`) → `model` (people) → `shared`, `noise`, `draws`, `sums` (the
interval) → `explain` (why), `validate`, `report` (how good).

To make the reference again, on a new census: `build_reference`.
"""
