import { answerOf, configApi, queryApi } from "@/api/clients";

const PAUSE_MS = 250;
const MOST_TRIES = 40;

export interface Wanted {
  name: string;
  expression: string;
  egu: string;
  description: string;
}

/** Save a virtual PV, and come back when it can be read: query-api is told of it a moment later. */
export async function saveVirtualPv({ name, ...settings }: Wanted, overwrite: boolean) {
  const saved = await answerOf(
    `Saving ${name}`,
    configApi.PUT("/v1/virtual-pvs/{name}", {
      params: { path: { name }, ...(overwrite ? { header: { "if-match": "*" } } : {}) },
      body: settings,
    }),
  );
  for (let tries = 0; tries < MOST_TRIES && !(await isFound(saved.name)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return saved;
}

/** Whether it is known. It is saved: what keeps it from being read is told where it is read. */
async function isFound(name: string): Promise<boolean> {
  const query = { pv: [name], from: "now-1s", to: "now", points: 1_000 };
  return queryApi.GET("/v1/data", { params: { query } }).then(
    ({ response }) => response.status !== 404,
    () => true,
  );
}
