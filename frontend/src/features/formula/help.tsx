import { UnstyledButton } from "@mantine/core";
import { GROUPS } from "./functions";
import classes from "./panel.module.css";

/** The language beside the editor; what is clicked is put where the cursor is. */
export function Help({ onInsert }: { onInsert(text: string): void }) {
  return (
    <aside className={classes.help} aria-label="Functions">
      <p>
        <code>+ − * / **</code>, comparisons, <code>and or not</code>; a PV holds its value until its next
        sample. Where something is not known, neither is what is computed from it.
      </p>
      {GROUPS.map(({ title, functions }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <ul>
            {functions.map(({ name, usage, help }) => (
              <li key={name}>
                <UnstyledButton className={classes.insert ?? ""} onClick={() => onInsert(`${name}(`)}>
                  <code>{usage}</code>
                </UnstyledButton>
                <span>{help}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}
