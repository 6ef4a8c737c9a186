// A browser signs in and calls the API: HAR, trace, storage state.
//     browser.js HAR HAR_ZIP TRACE STATE
const { chromium } = require("playwright-core");

const { BASE, API_USER, JSON_PASSWORD } = process.env;
const [har, harZip, trace, state] = process.argv.slice(2);

// Nothing but the page: no look-ups of its own.
const options = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
};

async function visit(context) {
  const page = await context.newPage();
  await page.goto(`${BASE}/page`);
  await page.fill("input[name=user]", API_USER);
  await page.fill("input[name=password]", JSON_PASSWORD);
  await page.click("button");
  await page.waitForFunction(() => state.textContent === "done");
}

async function main() {
  const browser = await chromium.launch(options);
  let context = await browser.newContext({
    recordHar: { path: har, content: "embed" },
  });
  await visit(context);
  await context.storageState({ path: state });
  await context.close();

  context = await browser.newContext({
    recordHar: { path: harZip, content: "attach" },
  });
  await context.tracing.start({ snapshots: true });
  await visit(context);
  await context.tracing.stop({ path: trace });
  await context.close();
  await browser.close();
}

main();
