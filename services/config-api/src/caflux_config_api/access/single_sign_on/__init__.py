"""Logging in by OpenID Connect: authorisation code with PKCE."""
