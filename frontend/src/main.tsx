import "@mantine/core/styles.css";
import "@fontsource-variable/inter/index.css";
import "./app/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./app/query-client";
import { createAppRouter } from "./app/router";
import { theme, variables } from "./app/theme";
import { SessionProvider } from "./features/session/provider";
import { browserLiveStore, LiveContext } from "./shared/live/hooks";
import { themeManager } from "./shared/ui/theme-name";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

const router = createAppRouter();

// The other pages are fetched once this one stands, so that they open even while the server is away.
window.addEventListener("load", () => {
  window.setTimeout(() => {
    for (const route of Object.values(router.routesById)) {
      Promise.resolve(router.loadRouteChunk(route)).catch(() => undefined);
    }
  }, 1_500);
});

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={themeManager()}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={createQueryClient()}>
        <LiveContext value={browserLiveStore()}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </LiveContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
