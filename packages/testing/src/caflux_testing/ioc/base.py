"""What both kinds of IOC tell EPICS base."""

import ctypes


def dont_lock_memory(db_core: ctypes.CDLL) -> None:
    """Have EPICS base not lock the whole process in memory, which it does for hard real time where it may.

    It is 200 MB of a test machine for each IOC.
    """
    ctypes.c_int.in_dll(db_core, "dbThreadRealtimeLock").value = 0
