"""The manager: parent of the engine, simple enough to run for years. Standard library only.

`run` keeps an engine running, `engine` is one engine and its health, `output` what it prints, `server` where
the manager answers, `tell` whom it tells, `client` its commands.
"""
