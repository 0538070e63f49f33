// Writes src/api/generated/*.ts from the committed OpenAPI documents; with --check it only compares.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const documents = new URL("../../tests/contracts/openapi/", import.meta.url);
const generated = new URL("../src/api/generated/", import.meta.url);
const header = "// Generated from the OpenAPI document by `npm run generate`; do not edit.\n\n";
const checkOnly = process.argv.includes("--check");

let stale = false;
for (const name of ["config", "query", "supervisor"]) {
  const document = JSON.parse(await readFile(new URL(`${name}.json`, documents), "utf8"));
  const source = header + astToString(await openapiTS(document));
  const target = new URL(`${name}.ts`, generated);
  const present = await readFile(target, "utf8").catch(() => "");
  if (present === source) continue;
  if (checkOnly) {
    console.error(
      `src/api/generated/${name}.ts does not match its OpenAPI document: run \`npm run generate\``,
    );
    stale = true;
  } else {
    await writeFile(target, source);
    console.log(`wrote src/api/generated/${name}.ts`);
  }
}
process.exitCode = stale ? 1 : 0;
