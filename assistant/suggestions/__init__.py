"""Questions to begin with and to go on with."""
