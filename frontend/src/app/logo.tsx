import classes from "./logo.module.css";

/** The mark (a PV's steps and its newest sample) and the name. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 24" width="30" height="22" aria-hidden="true">
        <path
          d="M2 18h6V9h6v6h6V5h7"
          fill="none"
          stroke="var(--cf-accent)"
          strokeWidth="2.6"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
        <circle cx="27" cy="5" r="3" fill="var(--cf-mark)" />
      </svg>
      <span className={classes.name}>
        CA<span className={classes.flux}>Flux</span>
      </span>
    </span>
  );
}
