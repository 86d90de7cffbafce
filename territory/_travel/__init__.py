"""The engines that answer "how many minutes by car": one file an engine, and what they share."""
