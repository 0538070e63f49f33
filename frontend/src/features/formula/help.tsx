import { UnstyledButton } from "@mantine/core";
import { GROUPS } from "./functions";
import classes from "./panel.module.css";

/** The language beside the editor; what is clicked is put where the cursor is. */
export function Help({ onInsert }: { onInsert(text: string): void }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled with the keyboard, too
    <section className={classes.help} aria-label="Functions" tabIndex={0}>
      <p>
        <code>+ − * / **</code>, comparisons, <code>and or not</code>; a PV holds its value until its next
        sample. Where something is not known, neither is what is computed from it.
      </p>
      {GROUPS.map(({ title, functions }) => (
        <div key={title}>
          <h2>{title}</h2>
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
        </div>
      ))}
    </section>
  );
}
