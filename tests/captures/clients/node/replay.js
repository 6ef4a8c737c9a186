// Loads what nock recorded, and plays all of it: replay.js FILE
const http = require("http");
const path = require("path");
const nock = require("nock");

const file = path.resolve(process.argv[2]);
const calls = [];

// What a definition expects is what is sent.
function expected(scope, definition) {
  const { method, path: target, body, reqheaders } = definition;
  calls.push({ method, url: scope + target, headers: reqheaders || {},
               body: typeof body === "string" ? body : JSON.stringify(body) });
}

nock.disableNetConnect();
if (file.endsWith(".js")) {
  require(file);
} else {
  const definitions = nock.loadDefs(file);
  definitions.forEach((one) => expected(one.scope, one));
  nock.define(definitions);
}
if (nock.pendingMocks().length === 0) {
  throw new Error("nothing is mocked");
}

function send({ method, url, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (answer) => {
      answer.resume();
      answer.on("end", resolve);
    });
    request.on("error", reject);
    request.end(method === "GET" ? undefined : body);
  });
}

async function main() {
  for (const call of calls) {
    await send(call);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
