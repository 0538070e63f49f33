import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { aheadOf, wordsOfAhead } from "./server-clock";

const TOLD = "Mon, 23 Nov 2026 02:00:00 GMT";
const server = createServer((_request, response) => response.writeHead(200, { Date: TOLD }).end());
afterEach(() => server.close());

it("tells by how much this clock is ahead of the server's", async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await aheadOf(address, () => Date.parse(TOLD) + 7_200_000)).toBe(7_200_000);
  expect(await aheadOf(address, () => Date.parse(TOLD) - 40_000)).toBe(-40_000);
});

it.each([
  [0, null],
  [-29_000, null],
  [31_000, "31s ahead"],
  [-3_600_000, "1h behind"],
  [7_230_000, "2h ahead"],
  [3 * 86_400_000 + 20_000, "3d ahead"],
])("says %d ms as %j", (ms, words) => {
  expect(wordsOfAhead(ms)).toBe(words);
});
