"""The closed orbit that beam position monitors see."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

BPMS = 128
TUNE_X = 17.2
TUNE_Y = 8.3
_MODES = 4


class Orbit:
    """Displacement of the beam at every monitor, in µm.

    It is a sum of oscillations near the tune whose amplitudes wander; without beam the monitors show noise.

    Attributes:
        x: float64[BPMS].
        y: float64[BPMS].
        total: int32[BPMS], sum signals in ADC counts.
    """

    def __init__(self, random: Generator) -> None:
        self._random = random
        around = np.linspace(0.0, 2.0 * np.pi, BPMS, endpoint=False)
        self._shapes = [
            np.array([f((round(tune) + k) * around) for k in range(_MODES // 2) for f in (np.sin, np.cos)])
            for tune in (TUNE_X, TUNE_Y)
        ]
        self._amplitudes = random.normal(0.0, 40.0, (2, _MODES))
        self.x: NDArray[np.float64] = np.zeros(BPMS)
        self.y: NDArray[np.float64] = np.zeros(BPMS)
        self.total: NDArray[np.int32] = np.zeros(BPMS, np.int32)

    def step(self, dt: float, current: float) -> None:
        """Go on by `dt` seconds at a beam current (mA)."""
        # A random walk that is pulled back to 0 within a minute (Ornstein-Uhlenbeck), 40 µm wide.
        pull = np.exp(-dt / 60.0)
        kick = 40.0 * np.sqrt(1.0 - pull**2)
        self._amplitudes = self._amplitudes * pull + self._random.normal(0.0, kick, self._amplitudes.shape)
        noise = self._random.normal(0.0, 0.5 if current > 1.0 else 500.0, (2, BPMS))
        seen = 1.0 if current > 1.0 else 0.0
        self.x = seen * (self._amplitudes[0] @ self._shapes[0]) + noise[0]
        self.y = seen * (self._amplitudes[1] @ self._shapes[1]) + noise[1]
        self.total = np.rint(4_000.0 * current + self._random.normal(0.0, 30.0, BPMS)).astype(np.int32)
