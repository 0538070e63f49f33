import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Modal,
  Tooltip,
} from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e8f5f9",
  "#cfe7ef",
  "#a0d0e0",
  "#6cb7d0",
  "#46a3c3",
  "#2c96bb",
  "#178cb3",
  "#0b789d",
  "#0b6a88",
  "#075068",
];

const dark: MantineColorsTuple = [
  "#e3e9ef",
  "#c2ccd6",
  "#93a1af",
  "#6f7d8b",
  "#3a4754",
  "#26303b",
  "#1a222b",
  "#141b22",
  "#0d1217",
  "#090d11",
];

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 7 },
  colors: { teal, dark },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, "DejaVu Sans Mono", monospace',
  defaultRadius: 6,
  cursorType: "pointer",
  headings: { fontWeight: "600" },
  components: {
    Button: Button.extend({ defaultProps: { size: "xs", fw: 500 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    // In the page's landmark; and the first thing that is focused is what can be chosen.
    Menu: Menu.extend({
      defaultProps: { portalProps: { target: "#main" }, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { "aria-label": "Close" },
        // A dialog's <header> is no banner of the page.
        attributes: { header: { role: "presentation" } },
      },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: true } }),
  },
});

/** Let Mantine's components speak with the tokens. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--cf-surface)",
    "--mantine-color-text": "var(--cf-text)",
    "--mantine-color-dimmed": "var(--cf-dim)",
    "--mantine-color-default-border": "var(--cf-line-strong)",
    "--mantine-color-anchor": "var(--cf-accent)",
    "--mantine-color-placeholder": "var(--cf-dim)",
    "--mantine-color-red-6": "var(--cf-major)",
  };
  return { variables: {}, light: shared, dark: shared };
};
