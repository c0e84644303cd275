// Looks at pages: for each person of the input signs in and visits what is listed.
import { input, look, open, signIn, visitor } from "./browser.mjs";

const browser = await open();
for (const person of input.people) {
  const page = await visitor(browser);
  if (person.name) await signIn(page, person.name, input.password);
  for (const visit of person.visits) {
    await page.goto(visit.path);
    if (visit.open) for (const d of await page.$$("main details > summary")) await d.click();
    await look(page, visit.picture);
  }
  await page.context().close();
}
await browser.close();
process.exit(0);
