"""What is checked of a whole build, and how its report is written."""
