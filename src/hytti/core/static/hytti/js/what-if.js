// SPDX-License-Identifier: EUPL-1.2
// Enhancement only: without this file the fields are typed in and sent with the button.
"use strict";

const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 10 });

// As the server reads it: spaces are left out, a comma is decimal; in English commas may part thousands.
function read(text) {
  let plain = text.replace(/\s/g, "").replace("\u2212", "-");
  if (language === "en" && /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  return plain ? Number(plain.replace(",", ".")) : null;
}

// The field is what is sent; the slider, which has no name, moves it and follows it.
class NumberSlider extends HTMLElement {
  connectedCallback() {
    [this.field, this.slider] = this.querySelectorAll("input");
    this.field.addEventListener("input", () => this.follow());
    this.slider.addEventListener("input", () => this.move());
    this.follow();
    this.querySelector(".cf-slider").hidden = false;
  }

  // A number beyond the ends leaves the slider at its end and the field as typed.
  follow() {
    const value = read(this.field.value);
    if (Number.isNaN(value)) return;
    this.slider.value = value ?? this.getAttribute("now") ?? "";
    this.tell(value === null ? this.getAttribute("told") : this.field.value.trim() + this.getAttribute("unit"));
  }

  // Today's figure may have more decimals than the slider has steps.
  move() {
    const value = this.slider.valueAsNumber;
    const now = this.hasAttribute("now") ? Number(this.getAttribute("now")) : NaN;
    this.field.value = numbers.format(Math.abs(value - now) < this.slider.step / 2 ? now : value);
    this.tell(this.field.value + this.getAttribute("unit"));
  }

  tell(text) {
    this.slider.setAttribute("aria-valuetext", text);
  }
}

// A refused number is answered too: what is wrong stands where the answer would.
function showRefusals() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const links = document.querySelectorAll("#vastaus .error a");
    const refused = new Set(Array.from(links, (link) => link.hash.slice(1)));
    for (const field of document.querySelectorAll(".cf-form [name]")) {
      if (refused.has(field.id)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  });
}

customElements.define("number-slider", NumberSlider);
showRefusals();
