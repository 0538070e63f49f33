import {
  type MantineColorScheme,
  type MantineColorSchemeManager,
  useComputedColorScheme,
} from "@mantine/core";
import { useSyncExternalStore } from "react";
import { recall, remember } from "./remember";

/** How the page looks; `control` is the dark one, dimmed for a room in which people work by night. */
export type ThemeName = "light" | "dark" | "control";
export type ThemeChoice = "auto" | ThemeName;

const KEY = "scheme";
const CHOICES: readonly string[] = ["auto", "light", "dark", "control"];

const choiceOf = (stored: string | null): ThemeChoice | null =>
  stored !== null && CHOICES.includes(stored) ? (stored as ThemeChoice) : null;

const schemeOf = (choice: ThemeChoice): MantineColorScheme => (choice === "control" ? "dark" : choice);

/** Give what was chosen last. */
export const chosenTheme = (): ThemeChoice => choiceOf(recall(KEY)) ?? "auto";

function mark(choice: ThemeChoice): void {
  const { dataset } = document.documentElement;
  if (choice === "control") dataset.theme = "control";
  else delete dataset.theme;
}

/** Remember a choice and show it, by what Mantine gives to set its own light or dark with. */
export function chooseTheme(choice: ThemeChoice, setColorScheme: (value: MantineColorScheme) => void): void {
  setColorScheme(schemeOf(choice));
  remember(KEY, choice);
  mark(choice);
}

/** Keep Mantine's light and dark in step with what was chosen, here and in the other tabs. */
export function themeManager(): MantineColorSchemeManager {
  let stop: () => void = () => undefined;
  return {
    get: (fallback) => {
      const choice = choiceOf(recall(KEY));
      if (choice) mark(choice);
      return choice ? schemeOf(choice) : fallback;
    },
    set: (value) => remember(KEY, value),
    subscribe: (onUpdate) => {
      const listen = ({ key, newValue }: StorageEvent) => {
        const choice = key === `caflux.${KEY}` ? choiceOf(newValue) : null;
        if (!choice) return;
        mark(choice);
        onUpdate(schemeOf(choice));
      };
      window.addEventListener("storage", listen);
      stop = () => window.removeEventListener("storage", listen);
    },
    unsubscribe: () => stop(),
    clear: () => remember(KEY, null),
  };
}

const isControl = () => document.documentElement.dataset.theme === "control";

function onTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** Give the theme that is shown; what is painted on a canvas is painted anew with it. */
export function useThemeName(): ThemeName {
  const scheme = useComputedColorScheme("light");
  const control = useSyncExternalStore(onTheme, isControl);
  return control && scheme === "dark" ? "control" : scheme;
}
