"""The engine's compiled parts: one library, loaded without Python's headers."""

import ctypes
import importlib.util

from caflux_collector.layout import VERSION


def compiled() -> ctypes.CDLL | None:
    """Give the library; None where it could not be compiled, and the same in Python has to do.

    Raises:
        ImportError: it was compiled from another version of the sources.
    """
    spec = importlib.util.find_spec("caflux_collector._ring")
    if spec is None or spec.origin is None:
        return None
    library = ctypes.CDLL(spec.origin)
    version = library.caflux_ring_version() if hasattr(library, "caflux_ring_version") else 1
    if version != VERSION or not hasattr(library, "caflux_lines"):
        raise ImportError(
            f"{spec.origin} was compiled from other sources than these: install caflux-collector again"
        )
    return library
