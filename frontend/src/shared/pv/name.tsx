import classes from "./name.module.css";

/** A PV's name that, where it is too long, loses its beginning: its end tells it from its neighbours. */
export function PvName({ name }: { name: string }) {
  return (
    <span className={classes.name}>
      <bdi dir="ltr">{name}</bdi>
    </span>
  );
}
