// SPDX-License-Identifier: EUPL-1.2
// Enhancement only: every page works without this file.
"use strict";

function focusErrors() {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}

function warnOnLeaving() {
  for (const form of document.querySelectorAll("form[data-warn]")) {
    const initial = new URLSearchParams(new FormData(form)).toString();
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("beforeunload", (event) => {
      const now = new URLSearchParams(new FormData(form)).toString();
      if (!sent && now !== initial) event.preventDefault();
    });
  }
}

function closeMenus() {
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The live region stays in the page, so that screen readers hear its change.
function announceResults() {
  document.addEventListener("htmx:afterSettle", (event) => {
    const results = event.target.querySelector("[data-announce]");
    if (results) document.getElementById("live").textContent = results.dataset.announce;
  });
}

focusErrors();
warnOnLeaving();
closeMenus();
announceResults();
