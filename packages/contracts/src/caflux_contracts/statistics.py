"""What query-api answers when asked for statistics of a range. Times are ns since 1970 (UTC).

Made of rollups, statistics lack what only samples can tell: it is null or empty then.
"""

from pydantic import Field

from caflux_contracts.pvs import Model
from caflux_contracts.retrieval import Completeness, Gap, Source


class Extreme(Model):
    """A number, and when it was first reached."""

    value: float | None
    time: int
    within: float = Field(
        default=0.0,
        description="Reached so many seconds after `time` at most: its samples are gone, the rollup is not.",
    )


class Distribution(Model):
    """How numbers are spread, each weighed with its samples or with the time for which it was held."""

    mean: float | None
    std: float | None = Field(
        description="Of the population: √(Σw(v - mean)² / Σw). Of what was held only from samples."
    )
    rms: float | None = Field(description="√(Σwv² / Σw). Of what was held only from samples.")
    median: float | None = Field(description="Only from samples.")
    percentiles: list[tuple[float, float | None]] = Field(
        description="Pairs of percent and value. Only from samples."
    )
    histogram: list[float] = Field(
        description="Samples, or seconds, between each two of `edges`; the last interval includes its end. "
        "Only from samples."
    )


class Rates(Model):
    """How fast the numbers changed, in their unit per second."""

    mean: float | None = Field(description="From the first number to the last.")
    steepest_fall: Extreme | None = Field(
        description="Between two samples without a gap, at the later one. Only from samples."
    )
    steepest_rise: Extreme | None
    samples_per_second: float | None = Field(description="Of the time in which it is known what the PV held.")


class StateTime(Model):
    """One state of a PV that has few."""

    value: float | str
    label: str | None = Field(description="The enum's string, if the PV is an enum.")
    count: int = Field(description="Samples.")
    seconds: float
    percent: float | None = Field(description="Of the time in which it is known what the PV held.")


class SeverityTime(Model):
    """For how many seconds the PV was in each severity."""

    no_alarm: float
    minor: float
    major: float
    invalid: float


class PvStatistics(Model):
    """Statistics of one PV over a range; null where there is nothing to make them of."""

    pv: str
    source: Source = Field(description="What they are made of; of rollups only where whole ones fit in.")
    count: int = Field(description="Samples in the range, whatever they are.")
    numbers: int = Field(description="Samples that are finite numbers.")
    covered: float = Field(description="Seconds in which it is known that the PV held a number.")
    first: float | None = Field(description="The first sample of the range, if it is a finite number.")
    last: float | None
    min: Extreme | None = Field(description="The least number that was sampled or held.")
    max: Extreme | None
    integral: float | None = Field(description="∫v dt over the covered time, in the unit times seconds.")
    edges: list[float] = Field(description="Of the histograms.")
    samples: Distribution | None = Field(description="Each sample counts once.")
    held: Distribution | None = Field(description="Each number counts by the time for which it was held.")
    exact: bool = Field(
        description="False: medians, percentiles and histograms are right to within 0.1 % of the samples "
        "or of the time."
    )
    rates: Rates
    states: list[StateTime] | None = Field(
        description="None: it has more than 32 values, or waveforms, or the statistics are made of rollups."
    )
    severities: SeverityTime | None = Field(
        description="None: made of rollups, of which more have alarms than can be looked into."
    )
    unknown: float = Field(
        description="Seconds of the range, as far as it has passed, of which nothing is known."
    )
    gaps: list[Gap] = []
    completeness: Completeness = None


class StatisticsAnswer(Model):
    """Answer of GET /api/query/v1/statistics; `start` and `stop` are the range as it was understood."""

    start: int
    stop: int
    statistics: list[PvStatistics]
