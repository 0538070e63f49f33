import type { Form } from "./settings";

export interface Merged {
  form: Form;
  /** Whether one has edited anything that is not stored so. */
  edited: boolean;
  /** What others have set otherwise than one has it oneself. */
  theirs: (keyof Form)[];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Put what one has edited on top of what others have stored meanwhile.
 *
 * @param base What one began to edit.
 * @param mine What one has made of it.
 * @param stored What is stored now.
 */
export function merged(base: Form, mine: Form, stored: Form): Merged {
  const keys = Object.keys(base) as (keyof Form)[];
  const edited = keys.filter((key) => !same(mine[key], base[key]) && !same(mine[key], stored[key]));
  return {
    form: { ...stored, ...Object.fromEntries(edited.map((key) => [key, mine[key]])) },
    edited: edited.length > 0,
    theirs:
      edited.length === 0
        ? []
        : keys.filter((key) => !same(stored[key], base[key]) && !same(stored[key], mine[key])),
  };
}
