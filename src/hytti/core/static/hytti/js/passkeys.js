// SPDX-License-Identifier: EUPL-1.2
// Passkeys are the browser's own work: show their buttons where there is JavaScript, and say when the browser gives up.
"use strict";

for (const part of document.querySelectorAll("[data-passkey]")) {
  part.hidden = !window.PublicKeyCredential;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-error]")) notice.hidden = false;
});
