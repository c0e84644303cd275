// Package browsertest drives the pages in a real headless Chromium, for tests: it runs
// a script of the folder browser with Node.js, which visits pages, takes pictures of
// them at two widths and has axe judge them, and reports each as a line of JSON.
package browsertest
