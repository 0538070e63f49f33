import { Loader, Tabs } from "@mantine/core";
import { Suspense } from "react";
import { PANELS, type PanelKey } from "./keys";
import { PANEL, type PanelProps } from "./registry";
import classes from "./tabs.module.css";

/** The panels beside the chart; which one is open is in the address. */
export function PanelTabs(props: PanelProps) {
  const { search, adjust } = props.view;
  const open = search.tab ?? PANELS[0];
  const { Content } = PANEL[open];
  return (
    <Tabs
      className={classes.tabs ?? ""}
      value={open}
      onChange={(key) => adjust({ tab: key === PANELS[0] ? undefined : (key as PanelKey) })}
      keepMounted={false}
    >
      <Tabs.List aria-label="Beside the chart">
        {PANELS.map((key) => (
          <Tabs.Tab key={key} value={key}>
            {PANEL[key].label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={open} className={classes.panel ?? ""}>
        <Suspense fallback={<Loader size="sm" m="md" />}>
          <Content {...props} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
