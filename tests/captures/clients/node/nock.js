// nock's recorder: nock.js OBJECTS.json TEXT.js
const fs = require("fs");
const http = require("http");
const nock = require("nock");

const { BASE, API_USER, FORM_PASSWORD, JSON_PASSWORD, BASIC_PASSWORD, API_KEY,
        QUERY_TOKEN } = process.env;
const [objects, text] = process.argv.slice(2);

function call(path, options, body) {
  return new Promise((resolve) => {
    const request = http.request(BASE + path, options, (answer) => {
      answer.resume();
      answer.on("end", resolve);
    });
    request.end(body);
  });
}

async function session() {
  await call("/login", { method: "POST", headers: {
    "Content-Type": "application/x-www-form-urlencoded" } },
  new URLSearchParams({ user: API_USER, password: FORM_PASSWORD })
    .toString());
  await call("/api/login", { method: "POST", headers: {
    "Content-Type": "application/json" } },
  JSON.stringify({ user: API_USER, password: JSON_PASSWORD }));
  await call("/basic", { auth: `${API_USER}:${BASIC_PASSWORD}` });
  await call(`/api/zipped?token=${QUERY_TOKEN}`, {
    headers: { "X-Api-Key": API_KEY, "Accept-Encoding": "gzip" } });
}

async function record(options) {
  nock.restore();
  nock.recorder.clear();
  nock.recorder.rec({ dont_print: true, enable_reqheaders_recording: true,
                      ...options });
  await session();
  return nock.recorder.play();
}

async function main() {
  const calls = await record({ output_objects: true });
  fs.writeFileSync(objects, JSON.stringify(calls, null, 2) + "\n");
  const lines = await record({ output_objects: false });
  fs.writeFileSync(text, "const nock = require('nock');\n" +
                   lines.join("\n") + "\n");
}

main();
