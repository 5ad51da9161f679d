// SPDX-License-Identifier: EUPL-1.2
// The button that prints the page. Without this file the button is hidden and the browser's own menu prints.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
