import type { ComponentHealth } from "@/api/types";
import { formatSpan } from "@/shared/time/format";
import classes from "./components.module.css";
import { Section } from "./section";
import { State } from "./state";

/** What a component that is well does, by its kind. */
const DOES: Readonly<Record<string, string>> = {
  engine: "records events",
  manager: "restarts the engine",
  disk: "has room",
  clock: "agree",
  pvs: "connected as usual",
  canary: "an event is archived and read back",
  lease: "is renewed",
  certificate: "is valid",
  service: "answers",
};

interface Props {
  components: readonly ComponentHealth[];
  now: number;
}

/** How each part is: first what is not well, with what to do about it; then the rest, in little room. */
export function Components({ components, now }: Props) {
  const unwell = components.filter(({ health }) => health !== "ok");
  const well = components.filter(({ health }) => health === "ok");
  return (
    <Section
      title="Components"
      aside={
        <span className={classes.count}>
          {unwell.length === 0
            ? `all ${well.length} are well`
            : `${unwell.length} of ${components.length} not well`}
        </span>
      }
    >
      {unwell.length > 0 && (
        <ul className={classes.unwell} aria-label="Not well">
          {unwell.map(({ name, health, since, restarts, detail }) => (
            <li key={name} data-component={name} data-health={health}>
              <State health={health} />
              <strong>{name}</strong>
              <span className={classes.dim}>
                for {formatSpan(now - Date.parse(since))}
                {restarts > 0 && `, ${restarted(restarts)}`}
              </span>
              <p>{detail}</p>
            </li>
          ))}
        </ul>
      )}
      <ul className={classes.well} aria-label="Well">
        {well.map(({ name, kind, since, restarts }) => (
          <li key={name} data-component={name} data-health="ok">
            <State health="ok" />
            <span className={classes.name}>
              <strong>{name}</strong>
              <span className={classes.dim}>
                {DOES[kind] ?? kind}, {formatSpan(now - Date.parse(since))}
                {restarts > 0 && `, ${restarted(restarts)}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const restarted = (times: number): string => (times === 1 ? "restarted once" : `restarted ${times} times`);
