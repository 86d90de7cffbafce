"""The app of territory: page set-up and navigation, nothing else."""
