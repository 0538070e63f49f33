import type { Value } from "@/shared/format/value";

const WIDTH = 200;

/** The elements of a waveform as a line over their index. */
export function Elements({ values, height }: { values: Value | undefined; height: number }) {
  if (values === undefined || typeof values === "number" || typeof values === "string" || values.length < 2) {
    return <div style={{ height }} />;
  }
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  const points = values.map((value, i) => {
    const y = height - 2 - ((value - low) / span) * (height - 4);
    return `${((i / (values.length - 1)) * WIDTH).toFixed(1)},${Number.isFinite(y) ? y.toFixed(1) : height}`;
  });
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="var(--cf-accent)"
        strokeWidth="1.2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
