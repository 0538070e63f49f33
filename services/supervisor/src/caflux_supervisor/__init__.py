"""Watches the collection and mails."""
