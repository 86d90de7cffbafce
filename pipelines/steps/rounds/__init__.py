"""Read where an itinerant counter stops, from the comment its carrier publishes.

``gazetteer`` knows the names of communes around a carrier, ``mentions`` finds those a comment names and
judges by which sign, ``timetable`` gives each its days, ``groups`` understands "all the communes of the
EPCI", ``reading`` puts the four together. `pipelines.steps.itinerant_stops` makes the table.
"""
