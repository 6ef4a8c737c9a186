// Node's own client, axios and undici, as they are logged: logs.js KIND
const http = require("http");
const util = require("util");

const { BASE, API_USER, JSON_PASSWORD, BASIC_PASSWORD, BEARER_TOKEN, API_KEY,
        QUERY_TOKEN } = process.env;
const login = JSON.stringify({ user: API_USER, password: JSON_PASSWORD });

function call(path, options, body) {
  return new Promise((resolve) => {
    const request = http.request(BASE + path, options, (answer) => {
      let text = "";
      answer.on("data", (part) => { text += part; });
      answer.on("end", () => resolve([request, answer, text]));
    });
    request.end(body);
  });
}

const kinds = {
  // With NODE_DEBUG=http the log is on standard error.
  async debug() {
    await call("/api/login", {
      method: "POST", headers: { "Content-Type": "application/json" },
    }, login);
    await call("/api/me", { headers: {
      Authorization: `Bearer ${BEARER_TOKEN}` } });
  },

  async inspect() {
    const [request, answer, text] = await call("/basic", {
      auth: `${API_USER}:${BASIC_PASSWORD}`,
      headers: { "X-Api-Key": API_KEY } });
    console.log(request.getHeaders(), answer.headers, text);
    const [, signed, tokens] = await call("/api/login", {
      method: "POST" }, login);
    console.log(signed.rawHeaders);
    console.log(JSON.parse(tokens));
    console.log(`token: ${tokens}`);
  },

  async axios() {
    const axios = require("axios");
    try {
      await axios.post(`${BASE}/nowhere?token=${QUERY_TOKEN}`, login, {
        auth: { username: API_USER, password: BASIC_PASSWORD },
        headers: { "X-Api-Key": API_KEY } });
    } catch (error) {
      console.log(util.inspect(error, { depth: 3 }));
    }
  },

  async undici() {
    const { request } = require("undici");
    const { headers, body } = await request(
      `${BASE}/api/zipped?token=${QUERY_TOKEN}`,
      { headers: { authorization: `Bearer ${BEARER_TOKEN}` } });
    console.log({ headers });
    await body.dump();
    const answer = await fetch(`${BASE}/page`);
    console.log(answer.headers, answer.headers.getSetCookie());
  },
};

kinds[process.argv[2]]();
