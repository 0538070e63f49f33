import { expect, it } from "vitest";
import { scriptsOf } from "./new-version";

it("tells a page by the scripts it begins with", () => {
  const page = (hash: string) =>
    `<head><script src="/scheme.js"></script>
     <script type="module" crossorigin src="/assets/index-${hash}.js"></script></head>`;
  expect(scriptsOf(page("a1"))).toBe("/scheme.js,/assets/index-a1.js");
  expect(scriptsOf(page("b2"))).not.toBe(scriptsOf(page("a1")));
  expect(scriptsOf("<h1>502 Bad Gateway</h1>")).toBe("");
});
