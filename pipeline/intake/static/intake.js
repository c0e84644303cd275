// Makes the pages comfortable; all of them work without it.
"use strict";

// Uploads: a bar that moves, and no form that is sent in vain.
for (const form of document.querySelectorAll("form.upload-form")) {
  form.addEventListener("submit", (event) => {
    const file = form.elements.file.files[0];
    if (!file || !window.FormData) return;
    event.preventDefault();
    send(form, file);
  });
}

function send(form, file) {
  const box = form.querySelector(".progress");
  const bar = box.querySelector("progress");
  const text = box.querySelector(".progress-text");
  const button = form.querySelector("button");
  const say = (words, bad) => {
    box.hidden = false;
    text.textContent = words;
    text.classList.toggle("bad", Boolean(bad));
    bar.hidden = Boolean(bad);
    if (bad) button.disabled = false;
  };
  if (file.size > Number(form.dataset.limit)) {
    say(form.dataset.tooLarge, true);
    return;
  }
  button.disabled = true;
  bar.value = 0;
  say(form.dataset.sending);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
  let told = -1;
  request.upload.addEventListener("progress", (e) => {
    if (!e.lengthComputable) return;
    const percent = Math.floor((100 * e.loaded) / e.total);
    bar.value = percent;
    // A reader of the screen hears every tenth, not every step.
    if (Math.floor(percent / 10) !== told) {
      told = Math.floor(percent / 10);
      say(form.dataset.sending + " " + percent + "%");
    }
  });
  request.upload.addEventListener("load", () => say(form.dataset.arrived));
  request.addEventListener("error", () => say(form.dataset.failed, true));
  request.addEventListener("load", () => {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Not an answer of ours, as of a proxy: told below.
    }
    if (request.status === 201 && typeof answer.location === "string" && answer.location.startsWith("/uploads/")) {
      window.location.assign(answer.location);
    } else {
      say(answer.what ? answer.what + " " + (answer.do || "") : form.dataset.failed, true);
    }
  });
  request.send(new FormData(form));
}

// Waiting for a check: the state as it changes, and the page anew at its end.
for (const section of document.querySelectorAll("[data-state]")) {
  const text = section.querySelector(".waiting-text");
  let pause = 400;
  const ask = async () => {
    try {
      const answer = await fetch(section.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (!state.waiting) {
        window.location.reload();
        return;
      }
      if (text.textContent !== state.text) text.textContent = state.text;
      pause = Math.min(pause * 1.5, 5000);
    } catch {
      pause = 10000;
    }
    window.setTimeout(ask, pause);
  };
  window.setTimeout(ask, pause);
}

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

