import { expect, it } from "vitest";
import { linesOf, typeOfFile, typeOfText, undoing } from "./imports";

it.each([
  ["name,mode\nA,scan\n", "text/csv"],
  ['\ufeff"Name";"mode"\nA;scan', "text/csv"],
  ['[{"name": "A"}]', "application/json"],
  ['["A", "B"]', "application/json"],
  ["- {name: A}\n- {name: B}", "application/yaml"],
  ["- name: A\n  mode: scan", "application/yaml"],
  ["<engineconfig>", "application/xml"],
  ["SR:CURRENT\nSR:LIFETIME", "text/plain"],
  ["[x]:odd:name", "text/plain"],
])("takes %j for %s", (text, type) => {
  expect(typeOfText(text).split(";")[0]).toBe(type);
});

it("believes a file's name, unless it says nothing", () => {
  expect(typeOfFile("pvs.YML", "")).toBe("application/yaml");
  expect(typeOfFile("pvs.txt", "name,mode\nA,scan")).toContain("text/csv");
  expect(typeOfFile("pvs", "<x/>")).toBe("application/xml");
});

it("reads lines however they are cut", async () => {
  const bytes = new TextEncoder().encode('{"progress":{"rows":1}}\n{"row":{"name":"µ"}}\n\n{"result":{}}');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 0; i < bytes.length; i += 3) controller.enqueue(bytes.slice(i, i + 3));
      controller.close();
    },
  });
  const lines = [];
  for await (const line of linesOf(body)) lines.push(line);
  expect(lines).toEqual([{ progress: { rows: 1 } }, { row: { name: "µ" } }, { result: {} }]);
});

it("undoes what was changed, and only that", () => {
  const row = { row: 1, detail: "" };
  expect(
    undoing([
      { ...row, name: "A", outcome: "changed", before: { owner: "Jo" }, after: { owner: "Al" } },
      { ...row, name: "B", outcome: "added", before: null, after: {} },
    ]),
  ).toEqual([{ name: "A", owner: "Jo" }]);
});
