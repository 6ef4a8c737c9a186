// node validate.cjs FILE...: whether each is SARIF 2.1.0, by OASIS' schema,
// which @microsoft/jest-sarif brings.
'use strict';

const fs = require('fs');
const { createRequire } = require('module');

// The packages are not beside this file but where npm was told to put them.
const load = createRequire(process.env.STANCH_NODE_MODULES + '/index.js');
const Ajv = load('ajv');

const validator = new Ajv({ schemaId: 'auto', validateSchema: false });
validator.addMetaSchema(load('ajv/lib/refs/json-schema-draft-04.json'));
const validate = validator.compile(
  load('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

let bad = 0;
for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, 'utf8');
  if (validate(JSON.parse(text)))
    continue;
  bad++;
  for (const error of validate.errors)
    console.log(`${file}: ${error.dataPath}: ${error.message}`);
}
process.exit(bad > 0 ? 1 : 0);
