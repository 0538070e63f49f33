"""Exports: the samples of a range as a file, of any length in bounded memory.

archive → `rows` or `align` (Arrow record batches) → a format (bytes) → `job` (to the client, or by way of a
file where the format can't be written in one go). A failure on the way ends the file with what it holds and
says so: in the file where the format has a place for it, in the export's state, and by cutting the connection
before the answer is complete.
"""
