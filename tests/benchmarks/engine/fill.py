"""Fill waveforms: `python fill.py <length> <PV> …`, with the EPICS_CA_ variables of their IOC."""

import sys

import numpy as np
from epics import caput


def main() -> None:
    """Put a ramp to every PV."""
    ramp = np.arange(int(sys.argv[1]), dtype=float) / 3
    for name in sys.argv[2:]:
        if caput(name, ramp, wait=True, timeout=30) != 1:
            raise SystemExit(f"{name} does not take a put")


if __name__ == "__main__":
    main()
