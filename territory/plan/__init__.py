"""Where the next counter helps most, proved; what is lost if one closes; where a bus should stop."""
