// Prints a Postman collection, or an environment: collection.js [env]
const { BASE, API_USER, JSON_PASSWORD, API_KEY, QUERY_TOKEN, CLIENT_SECRET,
        REFRESH_TOKEN, BASIC_PASSWORD } = process.env;
const { hostname, port } = new URL(BASE);

const url = (...path) => ({ raw: `{{base}}/${path.join("/")}`,
                            host: ["{{base}}"], path });
const variables = [
  { key: "base", value: `http://${hostname}:${port}`, type: "default" },
  { key: "client_secret", value: CLIENT_SECRET, type: "secret" },
  { key: "refresh_token", value: REFRESH_TOKEN, type: "default" },
];

const collection = {
  info: { _postman_id: "5d0e1f6c-6a31-4c0e-9f3b-0a4b2f1f4a55", name: "shop",
          schema: "https://schema.getpostman.com/json/collection/v2.1.0/" +
                  "collection.json" },
  item: [
    { name: "login",
      event: [{ listen: "test", script: { type: "text/javascript", exec: [
        'pm.environment.set("jwt", pm.response.json().access_token);'] } }],
      request: {
        method: "POST", url: url("api", "login"),
        header: [{ key: "Content-Type", value: "application/json" }],
        body: { mode: "raw", raw: JSON.stringify(
          { user: API_USER, password: JSON_PASSWORD }, null, 2) } } },
    { name: "me",
      request: {
        method: "GET", url: url("api", "me"),
        auth: { type: "bearer", bearer: [
          { key: "token", value: "{{jwt}}", type: "string" }] },
        header: [{ key: "X-Api-Key", value: API_KEY, type: "text" }] } },
    { name: "basic",
      request: {
        method: "GET", url: url("basic"), header: [],
        auth: { type: "basic", basic: [
          { key: "password", value: BASIC_PASSWORD, type: "string" },
          { key: "username", value: API_USER, type: "string" }] } } },
    { name: "export",
      request: {
        method: "GET", header: [],
        url: { raw: `{{base}}/export?token=${QUERY_TOKEN}`,
               host: ["{{base}}"], path: ["export"],
               query: [{ key: "token", value: QUERY_TOKEN }] } } },
    { name: "token",
      request: {
        method: "POST", url: url("oauth", "token"), header: [],
        body: { mode: "urlencoded", urlencoded: [
          { key: "grant_type", value: "refresh_token", type: "text" },
          { key: "refresh_token", value: "{{refresh_token}}", type: "text" },
          { key: "client_secret", value: "{{client_secret}}",
            type: "text" }] } } },
  ],
};

const environment = {
  id: "0a2f5a0c-6a53-4a4f-8f8c-5f8a4c3e9d21", name: "staging",
  values: variables.map((variable) => ({ ...variable, enabled: true })),
  _postman_variable_scope: "environment",
};

console.log(JSON.stringify(
  process.argv[2] === "env" ? environment : collection, null, "\t"));
