"use strict";
const page = document.documentElement;
const byId = function (id) { return document.getElementById(id); };

function otherTheme() {
  const now = page.dataset.theme;
  const dark = now ? now === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  page.dataset.theme = dark ? "light" : "dark";
}

function listen(keys) {
  document.addEventListener("keydown", function (event) {
    const held = event.ctrlKey || event.altKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = held || !Object.hasOwn(keys, key) ? null : keys[key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  byId("first").addEventListener("click", keys.Home);
  byId("back").addEventListener("click", keys.ArrowLeft);
  byId("on").addEventListener("click", keys.ArrowRight);
  byId("last").addEventListener("click", keys.End);
  byId("all").addEventListener("click", keys.a);
  byId("theme").addEventListener("click", keys.t);
  document.querySelectorAll(".tools").forEach(function (part) { part.hidden = false; });
  page.classList.add("stepping");
}
