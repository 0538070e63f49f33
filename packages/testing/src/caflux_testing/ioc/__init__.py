"""Soft IOCs: EPICS base's own, in processes of their own, so that the tests' process never loads libca."""
