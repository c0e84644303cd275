// What the scripts share: a browser, signing in, and looking at a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const widths = [1280, 390];

export const input = JSON.parse(process.argv[2]);
export const report = (line) => console.log(JSON.stringify(line));

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// ask has the test answer a question.
export async function ask(question, value) {
  report({ ask: question, value });
  return (await answers.next()).value;
}

export async function open() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"] });
  return browser;
}

// visitor is a person with a browser of their own.
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ baseURL: input.base, locale: "zh-CN", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (e) => page.errors.push(String(e)));
  page.on("console", (m) => {
    // That a page answers 404 or 403 is what some visits are for.
    if (m.type() === "error" && !m.text().includes("the server responded with a status of 4")) page.errors.push(m.text());
  });
  return page;
}

export async function signIn(page, name, password) {
  await page.goto("/signin");
  await page.fill("#name", name);
  await page.fill("#password", password);
  await page.click("main button");
  await page.waitForLoadState();
}

// look takes a picture of the page at each width and has axe judge it: at both, or, of
// a long page, at one only, since that takes long; judged in one language, a page is not
// judged again in another.
export async function look(page, name, { judged = widths } = {}) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${input.shots}/${name}-${width}.png`, fullPage: true, animations: "disabled" });
    const faults = judged.includes(width) ? await judge(page) : [];
    const overflow = await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
    report({ page: name, width, faults, errors: page.errors.splice(0), overflow });
  }
  await page.setViewportSize({ width: widths[0], height: 900 });
}

async function judge(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => ({ rule: v.id, impact: v.impact, nodes: v.nodes.slice(0, 4).map((n) => n.html.slice(0, 200)) }));
}
