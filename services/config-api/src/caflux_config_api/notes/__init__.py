"""Notes of people, at times."""
