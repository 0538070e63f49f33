"""Why a request to another server failed, in words for an operator."""

import os


def reason(error: BaseException) -> str:
    """Say why: the system's own words where it gave any ("connection refused"), else the error's.

    HTTP clients wrap what the system said, and put "All connection attempts failed" on top.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]
        if isinstance(cause, OSError) and cause.errno:
            # getaddrinfo's numbers are its own.
            words = cause.strerror if cause.errno < 0 else os.strerror(cause.errno)
            return (words or str(cause)).lower()
        if isinstance(cause, TimeoutError):
            return "no answer in time"
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__
