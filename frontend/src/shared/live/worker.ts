/** What all tabs of a browser share: their one live stream. */
import { timing } from "./clock";
import { connectTo } from "./connect";
import { Exchange, lineOf } from "./exchange";
import type { LiveListener } from "./source";
import { LiveStream } from "./stream";
import { LiveStreams } from "./streams";

const parts = { ...timing(), connect: connectTo() };
const open = (listener: LiveListener) => new LiveStream(parts, listener);
const exchange = new Exchange((listener) => new LiveStreams(open, listener), parts);

const scope = globalThis as unknown as { onconnect: ((event: MessageEvent) => void) | null };
scope.onconnect = ({ ports: [port] }) => {
  if (port) exchange.join(lineOf(port));
};
