"use strict";
const page = document.documentElement;
const steps = Array.from(document.querySelectorAll("section.step"));
const links = Array.from(document.querySelectorAll("nav a"));
const byId = function (id) { return document.getElementById(id); };
const said = byId("said");
const wanted = /^#step-(\d+)$/;
let at = 0;
let all = false;

function numberOf(hash) {
  const found = wanted.exec(hash);
  return found ? Math.min(Number(found[1]), steps.length - 1) : null;
}

function show(step) {
  at = Math.max(0, Math.min(step, steps.length - 1));
  steps.forEach(function (section, number) { section.hidden = all ? false : number !== at; });
  links.forEach(function (link) {
    const here = link.hash === "#step-" + at;
    if (here) { link.setAttribute("aria-current", "step"); } else { link.removeAttribute("aria-current"); }
    link.classList.toggle("done", at >= numberOf(link.hash));
  });
  const current = links[at];
  if (current) { current.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  said.textContent = steps[at].dataset.said;
  history.replaceState(null, "", "#step-" + at);
  if (all) { steps[at].scrollIntoView(); }
}

function showAll(on) {
  all = on;
  page.classList.toggle("all", all);
  byId("all").setAttribute("aria-pressed", String(all));
  show(at);
}

function otherTheme() {
  const now = page.dataset.theme;
  const dark = now ? now === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  page.dataset.theme = dark ? "light" : "dark";
}

const keys = {
  ArrowRight: function () { show(at + 1); },
  ArrowLeft: function () { show(at - 1); },
  PageDown: function () { show(at + 1); },
  PageUp: function () { show(at - 1); },
  Home: function () { show(0); },
  End: function () { show(steps.length - 1); },
  a: function () { showAll(!all); },
  t: otherTheme
};

document.addEventListener("keydown", function (event) {
  const held = event.ctrlKey || event.altKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = held || !Object.hasOwn(keys, key) ? null : keys[key];
  if (act) {
    event.preventDefault();
    act();
  }
});
links.forEach(function (link) {
  link.addEventListener("click", function (event) {
    event.preventDefault();
    show(numberOf(link.hash));
  });
});
window.addEventListener("hashchange", function () {
  const step = numberOf(location.hash);
  if (step !== null) { show(step); }
});
byId("first").addEventListener("click", keys.Home);
byId("back").addEventListener("click", keys.ArrowLeft);
byId("on").addEventListener("click", keys.ArrowRight);
byId("last").addEventListener("click", keys.End);
byId("all").addEventListener("click", keys.a);
byId("theme").addEventListener("click", otherTheme);
document.querySelectorAll(".tools").forEach(function (part) { part.hidden = false; });
page.classList.add("stepping");
const start = numberOf(location.hash);
show(start === null ? 0 : start);
