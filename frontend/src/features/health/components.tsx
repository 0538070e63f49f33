import type { ComponentHealth } from "@/api/types";
import { formatSpan } from "@/shared/time/format";
import { Section } from "./section";
import { State } from "./state";
import classes from "./tables.module.css";

interface Props {
  components: readonly ComponentHealth[];
  now: number;
}

/** Services, managers and engines: how each is, and since when. */
export function Components({ components, now }: Props) {
  return (
    <Section title="Components">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
            <th scope="col" className={classes.number}>
              Restarts
            </th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {components.map((component) => (
            <tr key={component.name} data-component={component.name} data-health={component.health}>
              <th scope="row">
                {component.name} <span className={classes.dim}>{component.kind}</span>
              </th>
              <td>
                <State health={component.health} />
              </td>
              <td className={classes.dim}>{formatSpan(now - Date.parse(component.since))}</td>
              <td className={classes.number}>{component.restarts}</td>
              <td className={classes.wrap}>{component.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
