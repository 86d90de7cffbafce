"""How people write opening hours: words, the ranges of a day, and when they hold."""
