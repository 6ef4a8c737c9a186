// Polly.JS: polly.js FOLDER
const { Polly } = require("@pollyjs/core");
const NodeHttpAdapter = require("@pollyjs/adapter-node-http");
const FSPersister = require("@pollyjs/persister-fs");
const got = require("got");

const { BASE, API_USER, JSON_PASSWORD, BEARER_TOKEN, FORM_PASSWORD,
        API_KEY } = process.env;

Polly.register(NodeHttpAdapter);
Polly.register(FSPersister);

async function main() {
  const polly = new Polly("sign in", {
    adapters: ["node-http"], persister: "fs",
    persisterOptions: { fs: { recordingsDir: process.argv[2] } },
  });
  await got.post(`${BASE}/login`, { followRedirect: false, form: {
    user: API_USER, password: FORM_PASSWORD } });
  await got.post(`${BASE}/api/login`, { json: {
    user: API_USER, password: JSON_PASSWORD } });
  await got(`${BASE}/api/me`, { headers: {
    authorization: `Bearer ${BEARER_TOKEN}` } });
  await got(`${BASE}/api/zipped`, { headers: { "x-api-key": API_KEY } });
  await polly.stop();
}

main();
