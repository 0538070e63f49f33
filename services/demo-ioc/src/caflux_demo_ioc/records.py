"""The demo's PVs as records of a soft IOC. Importing this module loads EPICS base into the process."""

import ctypes
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from softioc import builder, imports, softioc

from caflux_demo_ioc.catalogue import DemoPv, Kind


class Record(Protocol):
    """A record that values are set to."""

    def set(self, value: Any) -> None:
        """Process the record with a value."""


_BUILDERS = {
    Kind.DOUBLE: builder.aIn,
    Kind.LONG: builder.longIn,
    Kind.INT64: builder.int64In,
    Kind.BINARY: builder.boolIn,
    Kind.MULTI: builder.mbbIn,
    Kind.STRING: builder.stringIn,
    Kind.LONG_STRING: builder.longStringIn,
    Kind.WAVEFORM: builder.WaveformIn,
}


def make_record(pv: DemoPv) -> Record:
    """Make the record of a PV; only before the database is loaded."""
    fields = {"DESC": pv.description, **pv.fields}
    if pv.kind in (Kind.LONG_STRING, Kind.WAVEFORM):
        fields["length"] = pv.length
    if pv.kind is Kind.WAVEFORM:
        fields["datatype"] = np.dtype(pv.dtype)
    record: Record = _BUILDERS[pv.kind](pv.name, *pv.states, **fields)
    return record


def make_records(pvs: Iterable[DemoPv]) -> list[tuple[DemoPv, Record]]:
    """Make the records and load them."""
    made = [(pv, make_record(pv)) for pv in pvs]
    builder.LoadDatabase()
    return made


def start_server() -> None:
    """Serve what was loaded over Channel Access."""
    # EPICS base would lock all of the process in memory, as a hard real-time IOC needs it: 200 MB here.
    ctypes.c_int.in_dll(imports.dbCore, "dbThreadRealtimeLock").value = 0
    softioc.iocInit(_refuse, enable_pva=False)


def _refuse(*_: object) -> None:
    """Take what clients put: nothing, there are input records only."""
