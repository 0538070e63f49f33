"""Statistics of a range, in one pass over its samples and with bounded memory."""
