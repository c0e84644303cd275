// An officer's day: hands in a faulty extract, sees the faults, takes the returned
// workbook, has it mended (by the test), hands it in as it is, confirms, and prints the
// receipt. Then a colleague without JavaScript corrects the delivery, and the leadership
// looks at the scorecards.
import { ask, input, look, open, report, signIn, visitor, widths } from "./browser.mjs";

const browser = await open();
const figure = async (name, value) => report({ figure: name, value: String(await value) });

// numbers of the column of failed cells, greatest first.
const failed = (page) => page.$$eval("table.causes tbody tr", (rows) => rows.map((r) => r.children[4].textContent.split("/")[0].replace(/[^0-9]/g, "")).sort((a, b) => b - a).join(" "));

async function handIn(page, file) {
  await page.setInputFiles("#file", file);
  await page.click("#upload button");
  await page.waitForURL("**/uploads/*");
}

const checked = (page) => page.waitForFunction(() => !document.querySelector("[data-state]") && document.querySelector(".chart, .alert"), null, { timeout: 60000 });

// The officer.
const officer = await visitor(browser);
await officer.goto("/");
await figure("unsigned", new URL(officer.url()).pathname);
await look(officer, "01-signin");
await signIn(officer, input.officer, input.password);
await figure("signed in", new URL(officer.url()).pathname);
await look(officer, "02-datasets");
await officer.click(`a[href="/datasets/${input.dataset}"]`);
await officer.waitForLoadState();
await look(officer, "03-dataset");
const [template] = await Promise.all([officer.waitForEvent("download"), officer.click('a[href$="/template"]')]);
await figure("template", template.suggestedFilename());
await template.saveAs(`${input.shots}/template.xlsx`);
await officer.setInputFiles("#file", { name: "说明.xlsx", mimeType: "text/plain", buffer: Buffer.from("not a workbook\0\0\0") });
await officer.click("#upload button");
await officer.waitForSelector(".progress-text.bad");
await figure("refused", officer.textContent(".progress-text"));
officer.errors.length = 0;
await handIn(officer, input.extract);
await checked(officer);
await look(officer, "04-faults");
await figure("failed", failed(officer));
await officer.setViewportSize({ width: 1280, height: 900 });
const [download] = await Promise.all([officer.waitForEvent("download"), officer.click('a[href$="/returned"]')]);
await figure("returned name", download.suggestedFilename());
const returned = `${input.shots}/returned.xlsx`;
await download.saveAs(returned);
for (const lang of ["zh-Hant", "en"]) {
  await officer.goto(officer.url().split("?")[0] + "?lang=" + lang);
  await look(officer, "04-faults-" + lang, { judged: [] });
}
await officer.goto(officer.url().split("?")[0] + "?lang=zh-Hans");

const mended = await ask("mend", returned);
await officer.click('a[href*="#upload"]');
await handIn(officer, mended);
await checked(officer);
await look(officer, "05-mended");
for (const id of ["fixed", "left", "new"]) await figure(id, officer.textContent("#" + id));
await figure("still failed", failed(officer));
const uploaded = officer.url();
await officer.click('form[action$="/confirm"] button');
await officer.waitForURL("**/receipts/*");
await look(officer, "06-receipt");
await figure("upload", new URL(uploaded).pathname);
await figure("number", officer.textContent("#number"));
await figure("hash", officer.textContent(".hash"));
await officer.pdf({ path: `${input.shots}/receipt.pdf`, preferCSSPageSize: true, printBackground: true });
await officer.goto(`/datasets/${input.dataset}`);
await look(officer, "07-history");
await officer.goto(`/datasets/${input.foreign}`);
await figure("foreign", officer.textContent("h1"));

// The same by a browser that runs no script: the page asks again by itself.
const plain = await visitor(browser, { javaScriptEnabled: false });
await signIn(plain, input.officer, input.password);
await plain.goto(`/datasets/${input.dataset}`);
await handIn(plain, mended);
await plain.waitForSelector('form[action$="/confirm"] button', { timeout: 60000 });
await plain.click('form[action$="/confirm"] button');
await plain.waitForURL("**/receipts/*");
await figure("correction", plain.textContent("h1"));
await figure("correction number", plain.textContent("#number"));

// The first stop of the keyboard leads past the menu.
const keys = await visitor(browser);
await keys.goto("/nothing");
await keys.keyboard.press("Tab");
await figure("first stop", keys.evaluate(() => document.activeElement.className));
await keys.keyboard.press("Enter");
await figure("skipped to", keys.evaluate(() => document.activeElement.id));

// The leadership.
const leader = await visitor(browser);
await signIn(leader, input.leader, input.password);
await figure("leader", new URL(leader.url()).pathname);
await look(leader, "08-city", { judged: [widths[0]] });
await leader.click(`a[href^="/units/${input.unit}?"]`);
await leader.waitForURL("**/units/*");
await look(leader, "09-unit", { judged: [widths[0]] });
await leader.goto(`/city?at=${input.month}`);
await look(leader, "10-city-month", { judged: [] });
await figure("leader at a dataset", leader.goto(`/datasets/${input.dataset}`).then((r) => r.status()));

await browser.close();
process.exit(0);
