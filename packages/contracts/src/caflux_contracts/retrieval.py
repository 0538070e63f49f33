"""What query-api answers. Times are int64 nanoseconds since 1970 (UTC) throughout."""

from typing import Annotated, Any, Literal

from pydantic import Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model

Special = Literal["nan", "inf", "-inf"]


class ArchiveEvent(Model):
    """Something that happened to a PV's recording."""

    pv: str
    time: int
    kind: str = Field(
        description="connected, disconnected, started, stopped, paused, resumed, removed, overflow, "
        "dropped, clock, typechange, …"
    )
    detail: str = ""
    count: int = 0
    collector: str = Field(
        default="", description="Which one left it; empty of events from before that was written down."
    )


class Gap(Model):
    """An interval in which a PV was not recorded as it should have been, and why."""

    start: int
    stop: int | None = Field(description="None: it still lasts.")
    cause: str = Field(
        description="The kind of the event that began it; `expired`: what there was its retention class "
        "keeps no longer; `purged`: somebody deleted it."
    )
    detail: str = ""
    count: int = Field(default=0, description="Samples that were lost, or came with a bad time.")
    lost: bool = Field(
        default=True,
        description="Whether what the PV held is unknown. Of cause `clock` it is known, and only the times "
        "are when it was received: the IOC's clock was not to be trusted.",
    )


Source = Literal["raw", "sample_1m", "sample_1h"]
"""What an answer is made of: samples, or the widest rollups."""

Completeness = Annotated[
    float | None,
    Field(
        description="Percent of the range, as far as it has passed, in which it is known what the PV held. "
        "None: nothing of it has passed."
    ),
]


class Raw(Model):
    """Samples as they were archived, as columns of equal length, in the order of their times.

    The first row may lie before the range that was asked for: then it is the last sample before it, with its
    own time, and says what the PV held when the range began.

    `value` holds numbers, texts and lists of numbers (waveforms). JSON has no NaN: where `special` names an
    index, the value there is null and really was nan, inf or -inf. Inside a waveform they are the strings
    nan, inf and -inf.
    """

    kind: Literal["raw"] = "raw"
    pv: str
    time: list[int]
    value: list[Any]
    severity: list[int]
    status: list[int]
    special: list[tuple[int, Special]] = []
    gaps: list[Gap] = []
    completeness: Completeness = None


class Binned(Model):
    """Statistics per bin, as columns of equal length; bins in which nothing is known are left out.

    `time` is where the bin begins. A value is held until the next sample, also into the following bins, but
    not in a gap: `covered` is for how many seconds of the bin a number was held, and `twmean` is the mean of
    what was, each value weighed with its time. The other columns are of the samples in the bin, so in a bin
    without one (`count` 0) they are null; `mean` counts each sample once, `std` is of the population.
    `severity` is the worst that was sampled or held.

    NaN and infinities, texts and waveforms are counted in `count` and `severity`; they are no part of min,
    max, mean, twmean, std and covered, and null as first or last.
    """

    kind: Literal["binned"] = "binned"
    pv: str
    width: int = Field(
        description="ns. Bins of half a minute or more begin at full minutes, of half an hour or more at "
        "full hours: the first one may begin before the range, of which alone it tells. Where samples have "
        "expired, bins are of whole minutes or hours, and tell of those that the range begins and ends in."
    )
    source: Source = Field(
        default="raw",
        description="The widest that the bins were made from: samples, or rollups of a minute or an hour, "
        "and samples where there are none that may be trusted.",
    )
    time: list[int]
    first: list[float | None]
    last: list[float | None]
    min: list[float | None]
    max: list[float | None]
    mean: list[float | None]
    twmean: list[float | None]
    std: list[float | None]
    count: list[int]
    covered: list[float] = Field(
        description="s in which a finite number was held, so 0 of texts and waveforms however well these are "
        "known; that is what completeness and gaps tell."
    )
    severity: list[int]
    gaps: list[Gap] = []
    completeness: Completeness = None


Series = Annotated[Raw | Binned, Field(discriminator="kind")]


class DataAnswer(Model):
    """Answer of GET /api/query/v1/data; `start` and `stop` are the range as it was understood."""

    start: int
    stop: int
    series: list[Series]


class PvNames(Model):
    """PVs that have data in the archive."""

    names: list[str]
    total: int
    truncated: bool


class EventsAnswer(Model):
    """Answer of GET /api/query/v1/events."""

    start: int
    stop: int
    events: list[ArchiveEvent]


class LiveSamples(Raw):
    """Samples of one PV in a `samples` or `late` event of the live stream, whose data is a list of these."""


class LiveNotice(Model):
    """Data of a `gap` event of the live stream: samples that it could not give, and why."""

    pv: str
    start: int
    stop: int
    reason: str
    count: int = Field(default=0, description="How many samples; 0: nobody counted them.")


class LiveReplayed(Model):
    """Data of a `replayed` event of the live stream.

    So many samples with start <= time <= stop came late that they are not in the stream, or it is not sure
    whether the client has them: read this span again from /data.
    """

    pv: str
    start: int
    stop: int
    reason: str


class LiveRecording(Model):
    """Data of a `recording` event of the live stream: gaps of a PV that last, or began or ended just now.

    A gap with the same start and cause replaces what was told of it before.
    """

    pv: str
    gaps: list[Gap]


class LiveArchive(Model):
    """Data of an `archive` event of the live stream: it is away, so that nothing new can come, or back."""

    state: Literal["away", "back"]
    reason: str


class LiveEnd(Model):
    """Data of an `end` event, the last one of a live stream: connect again, with Last-Event-ID."""

    reason: str


class LiveRefused(Model):
    """Data of a `refused` event of the live stream: a PV or an expression that it can't follow, and why."""

    pv: str
    status: int = Field(
        description="As it would be without `refuse=each`: 404 unknown, 422 can't be followed."
    )
    reason: str


LiveData = list[LiveSamples] | LiveNotice | LiveReplayed | LiveRecording | LiveArchive | LiveRefused | LiveEnd
"""Data of the live stream's events, whatever their name."""

MAX_LIVE_PVS = 500
"""PVs and expressions of one live stream."""
MAX_LIVE_EXPRESSIONS = 100
"""Expressions of one live stream."""


class LiveQuestion(Model):
    """What a live stream is to follow, as the body of a POST: more names than fit into a URL."""

    pv: Annotated[list[PvName], Field(max_length=MAX_LIVE_PVS)] = []
    expr: Annotated[
        list[Annotated[str, Field(max_length=4_000)]], Field(max_length=MAX_LIVE_EXPRESSIONS)
    ] = []


class ExportState(Model):
    """How far an export is, or how it ended."""

    state: Literal["waiting", "running", "complete", "truncated"]
    rows: int = Field(description="Written so far.")
    progress: float = Field(description="The part of the work that is done, 0 to 1.")
    reason: str = Field(description="Why it is truncated.")


class Interval(Model):
    """An interval, start <= time < stop, in which a condition held."""

    start: int
    stop: int
    begun_before: bool = Field(description="It held already when the range began.")
    goes_on: bool = Field(description="It still held when the range ended, or holds now.")


class IntervalsAnswer(Model):
    """Answer of GET /api/query/v1/intervals.

    `unknown` are the intervals in which nobody knows whether the condition held: `cause` is that of the gap,
    `no-data` before the first sample, or `not-a-number` where the expression has no value, as log(-1).
    """

    start: int
    stop: int
    expr: str
    intervals: list[Interval]
    total: int = Field(description="How long it held, ns: all intervals together.")
    unknown: list[Gap] = []


class Moment(Model):
    """What a PV held at a time: its last sample until then.

    `known` is false where nobody knows whether it still held that: `cause` is that of the gap, or `no-data`
    where there is no sample at all.
    """

    pv: str
    time: int | None
    age: int | None = Field(description="ns since that sample.")
    value: Any
    special: Special | None = None
    severity: int
    status: int
    known: bool
    cause: str = ""
    detail: str = ""


class MomentsAnswer(Model):
    """Answer of /api/query/v1/at."""

    time: int
    pvs: list[Moment]


class Change(Model):
    """How a PV differs between two times.

    `kind` is `number`, `state` (an enum, a text, a waveform), or `lost` and `found` where it was known at
    only one of them. `significance` is |difference| / max(spread, |larger value| / 10,000); of what is no
    number 10. `spread` is 1.4826 times the median absolute deviation over `window` before the first time,
    sampled 60 times; where that is 0, the standard deviation.
    """

    pv: str
    kind: Literal["number", "state", "lost", "found"]
    significance: float
    difference: float | None = None
    spread: float | None = None
    before: Moment
    after: Moment


class ChangesAnswer(Model):
    """Answer of /api/query/v1/changes: what differs, the most significant first."""

    time1: int
    time2: int
    window: int
    compared: int = Field(description="PVs that were compared.")
    changed: int = Field(description="PVs that differ.")
    truncated: bool
    changes: list[Change]


class MomentsQuestion(Model):
    """Which PVs are asked for: by name, of a group, and all whose name `search` finds; else all there are."""

    pvs: Annotated[list[PvName], Field(max_length=50_000)] = []
    search: Annotated[str, Field(max_length=255)] = ""
    group: Annotated[str, Field(max_length=64)] = ""
