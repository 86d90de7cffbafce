"""From open data to the two tables of territory."""
