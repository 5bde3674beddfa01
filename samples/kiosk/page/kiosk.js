/*
 * The kiosk's page. One document is one visit: it begins when somebody answers the first screen and
 * ends by leave(), which empties the document and loads a new one. State lives in `visit` alone;
 * there is no storage, no history entry and no cache to take it any further.
 */
"use strict";
const $ = (id) => document.getElementById(id);
let locale = "en";
let visit = null; // { number, currency, idle_ms, warn_ms, deadline, list, contribute }
let turn = 0;     // answers that came too late are not shown
let again = null; // shows the current view anew, in the other language
let touched = 0;
let leaving = false; // nothing is shown any more …
let fresh_browser = false; // this browser ends with the visit
let gone = false;    // … and the next document is on its way
let typed = null; // the field the keys on the screen write into

const say = (name, value) => WORDS[locale][name].replace("{0}", value);
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** An element with properties and children; text is always text. */
function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const button = (text, act, kind) =>
  h("button", { type: "button", class: kind, onclick: act }, text);

/** Asks the service. A visit that is over here is over: the page leaves. */
async function call(path, body, tries = 3) {
  const headers = { "Content-Type": "application/json" };
  if (visit) headers["X-Visit"] = visit.number;
  for (;;) {
    try {
      const reply = await fetch(path, { method: "POST", headers, body: JSON.stringify(body || {}),
        cache: "no-store", credentials: "same-origin", redirect: "error" });
      const said = await reply.json();
      if (visit && said.left_ms !== undefined) visit.deadline = performance.now() + said.left_ms;
      if (visit && (reply.status === 409 || reply.status === 410)) leave();
      return { status: reply.status, said };
    } catch (failure) {
      if (--tries <= 0) return { status: 0, said: {} };
      await sleep(150);
    }
  }
}

/** Calls and shows, unless something newer was asked for meanwhile. */
async function show(path, body, view) {
  const mine = ++turn;
  const { status, said } = await call(path, body);
  if (mine !== turn || leaving || !visit) return;
  touched = performance.now();
  again = () => show(path, body, view);
  document.body.dataset.need = said.need || "inspiration";
  place(status === 200 ? view(said) : [h("p", { class: "note" }, say("nothing")), backHome()]);
}

function place(nodes) {
  closeKeys();
  $("main").replaceChildren(...nodes.flat().filter(Boolean));
  window.scrollTo(0, 0);
  $("main").focus({ preventScroll: true });
}

const money = (minor) => minor === undefined || minor < 0 ? "" : new Intl.NumberFormat(
  locale, { style: "currency", currency: visit.currency || "EUR" }).format(minor / 100);
const picture = (id) => h("img", { src: `/pictures/${encodeURIComponent(id)}`, alt: "",
  decoding: "async", draggable: "false" });
const backHome = () => h("div", { class: "crumbs" }, button("← " + say("back"), home));

function card(item) {
  return h("article", { class: "item" },
    h("button", { type: "button", "data-id": item.id, onclick: () => product(item.id) },
      picture(item.id),
      h("div", { class: "text" }, h("b", {}, item.title),
        h("span", { class: "price" }, money(item.price_minor)),
        item.because ? h("span", { class: "because" }, item.because) : null)));
}

function shelf(of, need) {
  if (!of || !of.items.length) return null;
  const items = [...of.items];
  if (need === "price") items.sort((a, b) => a.price_minor - b.price_minor);
  return h("section", { "data-shelf": of.title }, h("h2", {}, say(of.title)),
    h("div", { class: "shelf" }, items.map(card)));
}

function kinds(list) {
  if (!list.length) return null;
  return h("section", {}, h("h2", {}, say("kinds")), h("div", { class: "kinds" },
    list.map((kind) => h("button", { type: "button", "data-kind": kind.kind,
      onclick: () => show("/api/kind", { kind: kind.kind },
        (said) => [backHome(), shelf(said.shelf, said.need)]) },
    picture(kind.picture), h("span", {}, kind.label)))));
}

function askBar(value) {
  const field = h("input", { type: "text", name: "q" + Math.random().toString(36).slice(2),
    autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
    "aria-label": say("ask_hint"), placeholder: say("ask_hint"), maxlength: "300",
    "data-role": "ask" });
  field.value = value || "";
  const send = () => field.value.trim() && ask(field.value.trim());
  field.addEventListener("keydown", (event) => event.key === "Enter" && send());
  field.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse") openKeys(field, send);
  });
  return h("div", { class: "ask", role: "search" }, field, button(say("ask"), send, "main-act"));
}

const sentence = (text) => text ? h("div", { class: "note" }, h("strong", {}, text)) : null;

function comparison(items) {
  if (!items || items.length < 2) return null;
  const facts = (item) => [["price", money(item.price_minor)], ["size", item.size],
    ["maker", item.maker], ["type", (item.kind || "").split(" > ").pop()]];
  return h("section", { "data-shelf": "compare" }, h("h2", {}, say("compare")),
    h("div", { class: "compare" }, items.map((item) => {
      const box = card(item);
      box.append(h("dl", {}, facts(item).filter((fact) => fact[1]).map((fact) =>
        [h("dt", {}, say(fact[0])), h("dd", {}, fact[1])])));
      return box;
    })));
}

/** What the person seems to need decides what comes first. */
function home() {
  return show("/api/home", {}, (said) => {
    const hello = h("div", { class: "hello" }, h("h1", {}, say("hello")), askBar(),
      h("div", { class: "chips" }, ["try1", "try2", "try3"].map((name) =>
        button(say(name), () => ask(say(name))))));
    const shelves = said.shelves.filter(Boolean).map((of) => shelf(of, said.need));
    const help = said.need === "help" ? h("div", { class: "note" },
      h("div", {}, h("h2", {}, say("help")), h("p", {}, say("help_more")))) : null;
    const first = said.need === "reassurance" ? sentence(said.sentence) : null;
    const last = first ? null : sentence(said.sentence);
    return said.need === "help" ? [help, hello, kinds(said.kinds), shelves]
      : [first, hello, comparison(said.compare), shelves, last, kinds(said.kinds)];
  });
}

const ask = (words) => show("/api/ask", { words }, (said) => [
  h("div", { class: "hello" }, askBar(), h("h1", { "data-role": "reply" }, said.reply)),
  h("div", { class: "shelf" }, said.items.map(card)), h("p", {}, "\u00a0"), backHome()]);

async function change(path, id) {
  const { status, said } = await call(path, { id });
  if (status === 200 && said.list && visit) {
    visit.list = said.list.map((item) => item.id);
    bar();
  }
  return status === 200;
}

function product(id) {
  return show("/api/item", { id }, (said) => {
    const of = said.product;
    const keep = button(visit.list.includes(id) ? say("kept") : say("keep"), async () => {
      if (await change("/api/keep", id)) keep.textContent = say("kept");
    }, "main-act");
    keep.dataset.role = "keep";
    const dismiss = button(say("dismiss"), async () => {
      await call("/api/dismiss", { id });
      home();
    });
    const text = h("div", { class: "text" }, h("h1", {}, of.title),
      h("span", { class: "price" }, money(of.price_minor)), h("p", {}, of.description || ""),
      of.size ? h("p", { class: "quiet" }, `${say("size")}: ${of.size}`) : null,
      h("div", { class: "acts" }, keep, dismiss));
    const calm = said.need === "reassurance" || said.need === "price";
    return [backHome(), calm ? sentence(said.sentence) : null,
      h("div", { class: "product", "data-product": id }, picture(id), text),
      shelf(said.shelf, said.need), calm ? null : sentence(said.sentence)];
  });
}

function list() {
  return show("/api/list", {}, (said) => {
    const total = said.list.reduce((sum, item) => sum + Math.max(0, item.price_minor || 0), 0);
    const rows = said.list.map((item) => h("div", { class: "row" }, picture(item.id),
      h("b", {}, item.title), h("span", { class: "price" }, money(item.price_minor)),
      button(say("drop"), async () => { await change("/api/drop", item.id); list(); })));
    return [backHome(), h("section", {}, h("h1", {}, say("list_title"))), rows.length
      ? h("div", { class: "rows" }, rows, h("div", { class: "total" },
        `${say("total")}: ${money(total)}`), h("p", { class: "quiet" }, say("list_more")))
      : h("p", { class: "quiet" }, say("list_empty"))];
  });
}

/** Keys on the screen, for a finger; a keyboard that is there simply types. */
function openKeys(field, send) {
  typed = field;
  const type = (text) => {
    const at = field.selectionStart ?? field.value.length, end = field.selectionEnd ?? at;
    const from = text === "" ? Math.max(0, at === end ? at - 1 : at) : at;
    field.setRangeText(text, from, end, "end");
    field.focus();
    touch();
  };
  const key = (text, value, kind) => {
    const made = h("button", { type: "button", class: kind, tabindex: "-1" }, text);
    made.addEventListener("pointerdown", (event) => { event.preventDefault(); type(value); });
    return made;
  };
  const rows = ["1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnmáéíóú"].map((row) =>
    h("div", {}, [...row].map((letter) => key(letter, letter))));
  rows.push(h("div", {}, key(say("shift"), " ", "wide"), key("⌫ " + say("erase"), "", "wide"),
    button(say("ask"), send, "main-act")));
  $("keys").replaceChildren(...rows);
  $("keys").hidden = false;
}

function closeKeys() {
  typed = null;
  $("keys").hidden = true;
  $("keys").replaceChildren();
}

function dialog(...nodes) {
  $("card").replaceChildren(...nodes.flat().filter(Boolean));
  $("veil").hidden = false;
  const first = $("card").querySelector("button");
  if (first) first.focus();
}

function closeDialog() {
  $("veil").hidden = true;
  $("card").replaceChildren();
  delete $("card").dataset.role;
}

/** What would be given is shown in words before it is drawn; then the visit ends. */
async function finish() {
  if (!visit.contribute) return end(false);
  const { said } = await call("/api/preview");
  if (!visit) return;
  const questions = said.questions || [];
  $("card").dataset.role = "ends";
  dialog(h("h2", {}, say("ends")),
    h("p", {}, say(questions.length ? "ends_more" : "ends_none")),
    questions.map((words) => h("p", { class: "words" }, words)),
    h("div", { class: "acts" },
      questions.length ? button(say("ends_yes"), () => end(true), "equal") : null,
      button(say("ends_no"), () => end(false), "equal"), button(say("stay"), closeDialog)));
}

async function end(contribute) {
  const { said } = await call("/api/done", { contribute });
  farewell(said.answers || 0);
}

async function farewell(answers) {
  const spoken = locale;
  wipe();
  locale = spoken;
  $("main").replaceChildren(h("div", { class: "resting", "data-role": "gone" },
    h("h1", {}, say("gone")), h("p", {}, say("gone_more")),
    answers ? h("p", { class: "quiet" }, say("gone_answers")) : null));
  await sleep(1600);
  leave();
}

/** Forgets all that this document holds. */
function wipe() {
  leaving = true;
  visit = null;
  again = null;
  turn++;
  for (const field of document.querySelectorAll("input")) field.value = "";
  closeKeys();
  closeDialog();
  $("main").replaceChildren();
  for (const id of ["list", "done"]) $(id).hidden = true;
}

/** Loads a new document as soon as the service answers; the old one is empty already. */
async function leave() {
  if (gone) return;
  gone = true;
  wipe();
  if (fresh_browser) await sleep(15000); // the window brings a new browser long before
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch("/words.js", { cache: "no-store" })).ok) break;
    } catch (failure) {
      if (tries === 20) $("main").replaceChildren(resting());
    }
    await sleep(tries < 50 ? 60 : 1000);
  }
  location.replace("/");
}

function bar() {
  for (const choice of document.querySelectorAll("#languages button"))
    choice.setAttribute("aria-pressed", String(choice.dataset.locale === locale));
  document.documentElement.lang = locale;
  $("list").hidden = $("done").hidden = !visit;
  $("list").textContent = visit ? `${say("list")} (${visit.list.length})` : "";
  $("done").textContent = say("done");
}

async function speak(tag) {
  locale = tag;
  bar();
  if (visit) await call("/api/locale", { locale });
  if (again) again();
}

async function begin(personalize, contribute) {
  for (let tries = 0; tries < 40; tries++) {
    const { status, said } = await call("/api/begin", { locale, personalize, contribute });
    if (status === 200) {
      visit = { number: said.visit, currency: said.currency, idle_ms: said.idle_ms,
        warn_ms: said.warn_ms, deadline: performance.now() + said.left_ms, list: [], contribute };
      fresh_browser = said.fresh;
      bar();
      return home();
    }
    if (status === 403 || said.error) break;
    await sleep(150);
  }
  rest();
}

const resting = () => h("div", { class: "resting", "data-role": "resting" },
  h("h1", {}, say("resting")), h("p", {}, say("resting_more")));

function rest() {
  again = () => place([resting()]);
  again();
  setTimeout(() => leave(), 20000);
}

function welcome() {
  again = welcome;
  const give = h("input", { type: "checkbox", role: "switch", id: "give" });
  const promise = (number, name, value) => h("li", {}, h("i", {}, number),
    h("div", {}, h("b", {}, say(name)), h("span", { class: "quiet" }, say(name + "_more", value))));
  place([h("div", { class: "welcome", "data-role": "welcome" },
    h("div", {}, h("h1", {}, say("title")), h("p", { class: "lead" }, say("lead")),
      h("ul", { class: "promises" }, promise("1", "memory"),
        promise("2", "wiped", say("minutes", 2)), promise("3", "leaves"))),
    h("div", { class: "consent" }, h("h2", {}, say("may")),
      h("div", { class: "choices" },
        h("button", { type: "button", "data-role": "yes",
          onclick: () => begin(true, give.checked) }, say("yes")),
        h("button", { type: "button", "data-role": "no",
          onclick: () => begin(false, give.checked) }, say("no"))),
      h("label", {}, give, h("span", {}, h("b", {}, say("give")), h("br"),
        h("span", { class: "quiet" }, say("give_more")))),
      h("details", {}, h("summary", {}, say("how")),
        ["how_visit", "how_again", "how_device", "how_never"].map((name) =>
          h("p", {}, say(name))))))]);
}

/** The countdown: seen for the last part of the silence that ends a visit. */
function watch() {
  if (!visit) return fresh();
  const left = visit.deadline - performance.now();
  if (left <= 0) return leave();
  const warned = $("card").dataset.role === "still";
  if (left > visit.warn_ms) return warned ? closeDialog() : undefined;
  const seconds = String(Math.ceil(left / 1000));
  if (!warned) {
    const round = "http://www.w3.org/2000/svg";
    const ring = document.createElementNS(round, "svg");
    ring.setAttribute("viewBox", "0 0 100 100");
    for (let i = 0; i < 2; i++) {
      const circle = document.createElementNS(round, "circle");
      for (const [name, value] of [["cx", 50], ["cy", 50], ["r", 44], ["pathLength", 100]])
        circle.setAttribute(name, value);
      ring.append(circle);
    }
    dialog(h("h2", {}, say("still")), h("div", { class: "clock" }, ring, h("b", {})),
      h("p", { "aria-live": "off" }),
      h("div", { class: "acts" }, button(say("still_here"), () => touch(true), "main-act"),
        button(say("done"), () => { closeDialog(); finish(); })));
    $("card").dataset.role = "still";
  }
  $("card").querySelector(".clock b").textContent = seconds;
  $("card").querySelector("p").textContent = say("still_more", seconds);
  $("card").querySelectorAll("circle")[1].setAttribute("stroke-dasharray",
    `${Math.max(0, 100 * left / visit.warn_ms)} 100`);
}

/** A first screen that somebody changed and left is made new as well. */
function fresh() {
  const changed = locale !== "en" || document.querySelector("#give:checked, details[open]");
  if (changed && !leaving && performance.now() - touched > 60000) leave();
}

/** Tells the service that somebody is there: at once when asked, else every few seconds. */
async function touch(now) {
  if (!visit) touched = performance.now();
  if (!visit || leaving) return;
  const gap = Math.min(5000, visit.idle_ms / 8);
  if (!now && performance.now() - touched < gap) return;
  touched = performance.now();
  await call("/api/here");
  watch();
}

/** The link of the start page holds a token; it is exchanged for the cookie and taken away. */
async function enter() {
  const token = location.hash.slice(1);
  if (!token) return welcome();
  history.replaceState(null, "", "/");
  const { status } = await call("/api/start", { token });
  if (status === 200) return location.replace("/");
  rest();
}

for (const choice of document.querySelectorAll("#languages button"))
  choice.addEventListener("click", () => speak(choice.dataset.locale));
$("brand").addEventListener("click", () => visit && home());
$("list").addEventListener("click", () => list());
$("done").addEventListener("click", () => finish());
for (const name of ["pointerdown", "keydown", "wheel"])
  window.addEventListener(name, () => touch($("card").dataset.role === "still"), { passive: true });
window.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !visit) return;
  if ($("card").dataset.role === "ends") closeDialog();
  else if (typed) closeKeys();
  else home();
});
window.addEventListener("contextmenu", (event) => event.preventDefault());
window.addEventListener("dragstart", (event) => event.preventDefault());
window.addEventListener("pageshow", (event) => event.persisted && location.replace("/"));
setInterval(watch, 250);
bar();
enter();
