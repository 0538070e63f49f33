"""Orders to delete data from the archive, which collectors carry out."""
