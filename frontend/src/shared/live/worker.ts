/** What all tabs of a browser share: their one live stream. */
import { timing } from "./clock";
import { connectTo } from "./connect";
import { Exchange, lineOf } from "./exchange";
import { LiveStream } from "./stream";

const parts = { ...timing(), connect: connectTo() };
const exchange = new Exchange((listener) => new LiveStream(parts, listener), parts);

const scope = globalThis as unknown as { onconnect: ((event: MessageEvent) => void) | null };
scope.onconnect = ({ ports: [port] }) => {
  if (port) exchange.join(lineOf(port));
};
