"""libca through pyepics: loaded, with the few calls that the engine makes on it in bulk.

pyepics finds and loads libca and makes its context. All that is done for each channel goes to its `libca`
directly: pyepics' own functions poll at every call, and keep a kilobyte a channel, which 100,000 PVs can't
afford. A channel's id is a plain int here.
"""

import ctypes
import os
import sys
from collections.abc import Callable

from caflux_collector.producer import CALLBACK, EventArgs
from caflux_collector.repeater import run_repeater

DBE_VALUE, DBE_LOG, DBE_ALARM = 1, 2, 4
ON_VALUE, ON_LOG = DBE_VALUE | DBE_ALARM, DBE_LOG | DBE_ALARM
"""What to be told of: changes beyond a record's monitor deadband MDEL, or its archive deadband ADEL."""
ECA_NORMAL = 1
DBR_TIME = 14
DBR_CTRL = 28

OP_CONN_UP = 6
_CS_CONN = 2

OnConnection = Callable[[int, bool], None]
OnAccess = Callable[[int, bool], None]
OnControl = Callable[[int, int, bytes], None]
OnComplaint = Callable[[int, str], None]
_CTRL_SIZES = (44, 30, 52, 424, 22, 48, 88)
"""Bytes of DBR_CTRL_STRING … DBR_CTRL_DOUBLE with one value: `dbr_size` of db_access.h."""


class ConnectionArgs(ctypes.Structure):
    """`struct connection_handler_args` of cadef.h."""

    _fields_ = (("chid", ctypes.c_void_p), ("op", ctypes.c_long))


ON_CONNECTION = ctypes.CFUNCTYPE(None, ConnectionArgs)


class AccessArgs(ctypes.Structure):
    """`struct access_rights_handler_args` of cadef.h; bit 0 of `rights`: may be read."""

    _fields_ = (("chid", ctypes.c_void_p), ("rights", ctypes.c_uint))


_ON_ACCESS = ctypes.CFUNCTYPE(None, AccessArgs)


class ComplaintArgs(ctypes.Structure):
    """`struct exception_handler_args` of cadef.h."""

    _fields_ = (
        ("usr", ctypes.c_void_p),
        ("chid", ctypes.c_void_p),
        ("type", ctypes.c_long),
        ("count", ctypes.c_long),
        ("addr", ctypes.c_void_p),
        ("stat", ctypes.c_long),
        ("op", ctypes.c_long),
        ("ctx", ctypes.c_char_p),
        ("file", ctypes.c_char_p),
        ("line", ctypes.c_uint),
    )


_ON_COMPLAINT = ctypes.CFUNCTYPE(None, ComplaintArgs)


class ChannelError(Exception):
    """libca refused a channel; the message names the PV and gives libca's reason."""


class LibCa:
    """Channel Access of this process. Everything is called from the thread that made it.

    Args:
        on_connection: called on libca's thread with `usr` and whether the channel is connected now.
        on_access: called on some thread with `usr` and whether the channel may be read now.
        on_control: called on libca's thread with `usr`, DBR type and the bytes of a DBR_CTRL value.
        on_complaint: called on libca's thread with a status and a text: what it noticed on its own.
    """

    def __init__(
        self,
        on_connection: OnConnection,
        on_access: OnAccess,
        on_control: OnControl,
        on_complaint: OnComplaint,
    ) -> None:
        run_repeater(ctypes.CDLL(_choose_libca()))
        from epics import ca

        ca.AUTO_CLEANUP = False  # its own atexit hook tears down what libca's threads still use
        self._lib = ca.initialize_libca()
        self._lib.ca_puser.restype = ctypes.c_void_p
        self._on_connection = on_connection
        self._on_access = on_access
        self._on_control = on_control
        self._connection = ON_CONNECTION(self._connected)
        self._access = _ON_ACCESS(self._got_access)
        self._control = CALLBACK(self._got_control)
        self._on_complaint = on_complaint
        self._complaint = _ON_COMPLAINT(self._got_complaint)
        self._check("listen", self._lib.ca_add_exception_event(self._complaint, None))

    @property
    def library(self) -> ctypes.CDLL:
        """Libca itself, for who makes channels of their own in its context."""
        library: ctypes.CDLL = self._lib
        return library

    def create(self, pv: str, usr: int) -> int:
        """Ask for a channel whose connections are told with `usr`; give its id.

        Raises:
            ChannelError: libca does not take the name.
        """
        channel = ctypes.c_void_p()
        try:
            name = ctypes.c_char_p(pv.encode())
        except UnicodeEncodeError as error:
            raise ChannelError(f"Channel Access does not take the name {pv!r}: {error}") from error
        status = self._lib.ca_create_channel(
            name, self._connection, ctypes.c_void_p(usr), 0, ctypes.byref(channel)
        )
        self._check(f"ask for {pv!r}", status)
        return channel.value or 0

    def _connected(self, args: ConnectionArgs) -> None:
        usr = self._lib.ca_puser(ctypes.c_void_p(args.chid)) or 0
        self._on_connection(usr, args.op == OP_CONN_UP)

    def watch_access(self, channel: int) -> None:
        """Tell of the rights of a channel now, and whenever they change."""
        status = self._lib.ca_replace_access_rights_event(ctypes.c_void_p(channel), self._access)
        self._check("watch the access rights", status)

    def _got_access(self, args: AccessArgs) -> None:
        usr = self._lib.ca_puser(ctypes.c_void_p(args.chid)) or 0
        self._on_access(usr, bool(args.rights & 1))

    def readable(self, channel: int) -> bool:
        """Tell whether a channel is connected and may be read."""
        return bool(self._lib.ca_read_access(ctypes.c_void_p(channel)))

    def connected(self, channel: int) -> bool:
        """Tell whether a channel is connected at this moment."""
        return int(self._lib.ca_state(ctypes.c_void_p(channel))) == _CS_CONN

    def clear(self, channel: int) -> None:
        """Give a channel and its subscriptions back; nothing is told of it any more."""
        self._check("clear", self._lib.ca_clear_channel(ctypes.c_void_p(channel)))

    def native(self, channel: int) -> tuple[int, int, str]:
        """Give a connected channel's native type, element count and IOC host."""
        chid = ctypes.c_void_p(channel)
        host = self._lib.ca_host_name(chid) or b""
        return (
            int(self._lib.ca_field_type(chid)),
            int(self._lib.ca_element_count(chid)),
            sys.intern(host.decode("latin-1")),  # thousands of PVs are of one IOC
        )

    def subscribe(
        self,
        channel: int,
        native: int,
        count: int,
        mask: int,
        callback: ctypes.c_void_p,
        usr: ctypes.c_void_p,
    ) -> int:
        """Subscribe to what `mask` says, as DBR_TIME; give the subscription's id.

        Raises:
            ChannelError: libca refused.
        """
        event = ctypes.c_void_p()
        status = self._lib.ca_create_subscription(
            ctypes.c_long(native + DBR_TIME),
            ctypes.c_ulong(count),
            ctypes.c_void_p(channel),
            ctypes.c_long(mask),
            callback,
            usr,
            ctypes.byref(event),
        )
        self._check("subscribe", status)
        return event.value or 0

    def unsubscribe(self, event: int) -> None:
        """End a subscription; no callback runs after this returned."""
        self._check("unsubscribe", self._lib.ca_clear_subscription(ctypes.c_void_p(event)))

    def get_control(self, channel: int, native: int, usr: int) -> None:
        """Ask for DBR_CTRL; the answer comes to `on_control`."""
        status = self._lib.ca_array_get_callback(
            ctypes.c_long(native + DBR_CTRL),
            ctypes.c_ulong(1),
            ctypes.c_void_p(channel),
            self._control,
            ctypes.c_void_p(usr),
        )
        self._check("get", status)

    def _got_control(self, args: EventArgs) -> None:
        if args.status == ECA_NORMAL and args.dbr and 0 <= args.type - DBR_CTRL < len(_CTRL_SIZES):
            data = ctypes.string_at(args.dbr, _CTRL_SIZES[args.type - DBR_CTRL])
            self._on_control(args.usr or 0, args.type - DBR_CTRL, data)

    def _got_complaint(self, args: ComplaintArgs) -> None:
        self._on_complaint(args.stat, (args.ctx or b"").decode("utf-8", "replace"))

    def message(self, status: int) -> str:
        """Give libca's words for a status."""
        message: bytes = self._lib.ca_message(ctypes.c_long(status))
        return message.decode("latin-1")

    def flush(self) -> None:
        """Send what was asked for."""
        self._lib.ca_flush_io()

    def _check(self, what: str, status: int) -> None:
        if status != ECA_NORMAL:
            raise ChannelError(f"can't {what}: {self.message(status)}")


def _choose_libca() -> str:
    """Let pyepics load the libca of epicscorelibs, which exists for every architecture, unless told."""
    if "PYEPICS_LIBCA" not in os.environ:
        from epicscorelibs import path

        os.environ["PYEPICS_LIBCA"] = path.get_lib("ca")
    return os.environ["PYEPICS_LIBCA"]
