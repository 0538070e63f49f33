"""Mail: who is told of what and when, a queue on disk, and the mail server."""
