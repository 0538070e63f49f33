import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { meantTime, typedTime } from "@/shared/time/typed";
import classes from "./toolbar.module.css";

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
}

/** One time, typed: `now-2h`, or a date and time; taken with Enter or when the field is left. */
export function MomentField({ label, value, onChange }: Props) {
  const [text, setText] = useState(() => typedTime(value));
  useEffect(() => setText(typedTime(value)), [value]);
  const meant = meantTime(text);
  const take = () => {
    if (meant === null) return;
    if (typedTime(meant) === typedTime(value)) setText(typedTime(value));
    else onChange(meant);
  };
  return (
    <TextInput
      size="xs"
      className={classes.moment ?? ""}
      label={label}
      value={text}
      error={meant === null && "now-2h or 2026-03-01 14:30:00"}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
    />
  );
}
