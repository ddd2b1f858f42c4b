"""Documents that attack, through every way in, and a table of what became of each."""
