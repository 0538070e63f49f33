"""How many bytes a sample takes on the archive's disk: estimated from what was measured.

InfluxDB took 4.2 (constant) to 12.3 bytes (noise in every bit) a sample, SQLite 26 to 32: see
docs/reference/figures.md. Waveforms are stored as base64, four characters for three bytes, which neither of
them makes smaller. How long texts are is not known: one is taken for 20 characters. Rollups are not counted.
"""

from typing import NamedTuple

NUMBER = {"influxdb": 8.0, "sqlite": 32.0}
_BASE64 = 4 / 3
_ELEMENT = {"double": 8, "long": 4, "float": 4, "short": 2, "enum": 2, "char": 1, "string": 40}
TEXT_CHARACTERS = 20


class Shape(NamedTuple):
    """What an IOC says of a PV's values."""

    native_type: str
    element_count: int


def bytes_per_sample(shape: Shape, archive: str) -> float:
    """Give how many bytes a sample takes on disk.

    Args:
        shape: of the PV.
        archive: influxdb or sqlite.
    """
    number = NUMBER.get(archive, NUMBER["influxdb"])
    if shape.element_count > 1:
        return number + shape.element_count * _ELEMENT.get(shape.native_type, 8) * _BASE64
    return number + TEXT_CHARACTERS if shape.native_type == "string" else number
