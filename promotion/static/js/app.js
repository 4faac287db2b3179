// Small comforts on top of pages that work without any script: focus on the faults, one send per click, no needless
// tab stops, and a half-filled form that outlives a change of language or the end of a session.

"use strict";

// The list of faults takes the focus, after a fetched part, and after a full page where the browser does not do it itself.
function focusFaults() {
  const summary = document.querySelector("#error-summary:not([data-seen])");
  if (!summary) return;
  summary.dataset.seen = "true";
  if (document.activeElement !== summary) summary.focus();
}

// A second click while the first send is under way does nothing; coming back to the page undoes it.
function sendOnce(event) {
  const form = event.target;
  if (!form.matches("form[data-send-once]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  // Not "disabled": that would drop the button's own name and value from what is sent, and its focus.
  form.querySelectorAll("button[type=submit]").forEach((button) => {
    button.classList.add("is-sending");
    button.setAttribute("aria-disabled", "true");
  });
}

function allowSending() {
  document.querySelectorAll("form[data-sending]").forEach((form) => {
    delete form.dataset.sending;
    form.querySelectorAll("button.is-sending").forEach((button) => {
      button.classList.remove("is-sending");
      button.removeAttribute("aria-disabled");
    });
  });
}

// A table's window is a tab stop only while there is something to scroll; one that fits lets its head stay in sight.
function fitTableRegions() {
  document.querySelectorAll(".table-region").forEach((region) => {
    const fits = region.scrollWidth <= region.clientWidth + 1;
    const scrolls = !fits || (region.matches(".table-wide") && region.scrollHeight > region.clientHeight + 1);
    region.classList.toggle("fits", fits);
    if (scrolls) region.setAttribute("tabindex", "0");
    else region.removeAttribute("tabindex");
  });
}

// Changing the language loads the page anew: what was typed is laid aside in this tab and put back once, with the version
// that was seen, so that a change made by somebody else meanwhile still shows.
const kept = "kept-forms";
const sending = "main form[method=post]";
const typed = `${sending} :is(input, select, textarea):not([type=hidden], [type=password], [type=file])`;
const keptControls = `${typed}, ${sending} [name=version], ${sending} [name=opened]`;

function keepForms(event) {
  if (!event.target.matches("form[data-keep-forms]")) return;
  const values = [...document.querySelectorAll(keptControls)].map(({ name, value, checked }) => ({ name, value, checked }));
  if (values.length) sessionStorage.setItem(kept, JSON.stringify({ path: location.pathname, values }));
}

function restoreForms() {
  const text = sessionStorage.getItem(kept);
  if (!text) return;
  sessionStorage.removeItem(kept);
  const { path, values } = JSON.parse(text);
  const controls = [...document.querySelectorAll(keptControls)];
  if (path !== location.pathname || controls.length !== values.length) return;
  controls.forEach((control, place) => {
    const { name, value, checked } = values[place];
    if (control.name !== name) return;
    if (control.type === "radio" || control.type === "checkbox") control.checked = checked;
    else control.value = value;
  });
}

// What is sent is laid aside in this tab until the next page says that it arrived. Where the session had ended meanwhile,
// the next page asks to sign in (or to open the form again), and afterwards the form is filled in again, unsent.
const sent = "sent-form";
const unkept = ["csrf_token", "idempotency_key", "step", "shown"];

// Whose page this is: what one person typed is not filled in for another who signs in at the same browser.
const person = () => document.querySelector(".bar-user .bar-word")?.textContent ?? "";

function layAside(event) {
  const form = event.target;
  if (form.matches(".page-header form")) sessionStorage.removeItem(sent);
  if (form.matches("form[data-send-again]")) stillUnderWay();
  if (!form.matches("form[data-send-once]") || "keepsForms" in document.body.dataset) return;
  const secret = [...form.querySelectorAll("[type=password]")].map((control) => control.name);
  const open = ([name, value]) => typeof value === "string" && ![...unkept, ...secret].includes(name);
  const values = [...new FormData(form)].filter(open);
  sessionStorage.setItem(sent, JSON.stringify({ path: location.pathname, values, who: person() }));
}

// A form that the server could not take is sent once more: if it arrives now, there is nothing to fill in again.
function stillUnderWay() {
  const text = sessionStorage.getItem(sent);
  if (text) sessionStorage.setItem(sent, JSON.stringify({ ...JSON.parse(text), ended: false }));
}

function fillInAgain() {
  const text = sessionStorage.getItem(sent);
  if (!text) return;
  const { path, values, who, ended } = JSON.parse(text);
  if ("keepsForms" in document.body.dataset) {
    sessionStorage.setItem(sent, JSON.stringify({ path, values, who, ended: true }));
    return;
  }
  sessionStorage.removeItem(sent);
  if (!ended || path !== location.pathname || who !== person()) return;
  let filled = false;
  document.querySelectorAll(keptControls).forEach((control) => {
    const found = values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = found.includes(control.value);
    else if (found.length) control.value = found[0];
    filled ||= found.length > 0;
  });
  const status = document.querySelector(".flashes");
  if (!filled || !status) return;
  const note = document.createElement("p");
  note.className = "notice notice-warning";
  note.textContent = status.dataset.restored;
  status.append(note);
}

// A letter's link carries address and code behind the #, where no server sees them: they are filled in and wiped away.
function takeCode() {
  const form = document.querySelector("#welcome-form");
  if (!form || !location.hash) return;
  const found = new URLSearchParams(location.hash.slice(1));
  ["email", "code"].forEach((name) => {
    if (found.has(name)) form.elements[name].value = found.get(name);
  });
  history.replaceState(null, "", location.pathname);
}

// An open phone menu closes with Escape.
function closeMenu(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".main-nav details[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener("submit", sendOnce);
document.addEventListener("submit", keepForms);
document.addEventListener("submit", layAside);
document.addEventListener("keydown", closeMenu);
document.addEventListener("htmx:after:swap", () => {
  focusFaults();
  allowSending();
  fitTableRegions();
});
window.addEventListener("pageshow", allowSending);
window.addEventListener("resize", fitTableRegions);
document.fonts.ready.then(fitTableRegions);
window.addEventListener("load", focusFaults);
restoreForms();
fillInAgain();
takeCode();
fitTableRegions();
