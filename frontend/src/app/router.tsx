import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";
import { validateAdmin } from "@/features/admin/search";
import { validateCompare } from "@/features/compare/search";
import { validateDashboard } from "@/features/dashboard/search";
import { validatePvs } from "@/features/pvs/search";
import { validateViewer } from "@/features/viewer/search";
import { NotFound, RouteFailure } from "./failure";
import { pagePart } from "./page-part";
import { parseSearch, stringifySearch } from "./search";
import { Shell } from "./shell";

const root = createRootRouteWithContext()({ component: Shell, notFoundComponent: NotFound });

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: validateDashboard,
  component: pagePart(() => import("@/features/dashboard/page")),
});

const viewer = createRoute({
  getParentRoute: () => root,
  path: "/viewer",
  validateSearch: validateViewer,
  component: pagePart(() => import("@/features/viewer/page")),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: validateCompare,
  component: pagePart(() => import("@/features/compare/page")),
});

const pvs = createRoute({
  getParentRoute: () => root,
  path: "/pvs",
  validateSearch: validatePvs,
  component: pagePart(() => import("@/features/pvs/page")),
});

const policies = createRoute({
  getParentRoute: () => root,
  path: "/pvs/policies",
  component: pagePart(() => import("@/features/policies/page")),
});

const groups = createRoute({
  getParentRoute: () => root,
  path: "/pvs/groups",
  component: pagePart(() => import("@/features/groups/page")),
});

const health = createRoute({
  getParentRoute: () => root,
  path: "/health",
  component: pagePart(() => import("@/features/health/page")),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: "/admin",
  validateSearch: validateAdmin,
  component: pagePart(() => import("@/features/admin/page")),
});

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren([dashboard, viewer, compare, pvs, policies, groups, health, admin]),
    ...(history ? { history } : {}),
    parseSearch,
    stringifySearch,
    defaultErrorComponent: RouteFailure,
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
