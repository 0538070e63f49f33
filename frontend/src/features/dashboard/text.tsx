import classes from "./text.module.css";
import type { TileProps } from "./tile-props";

/** Words: a heading of a group of tiles, a telephone number, what to do at an alarm. */
export function TextTile({ tile }: TileProps) {
  return <p className={classes.text}>{tile.text}</p>;
}
