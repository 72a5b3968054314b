const steps = Array.from(document.querySelectorAll("section.step"));
const links = Array.from(document.querySelectorAll("nav a"));
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

listen(keys);
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
const start = numberOf(location.hash);
show(start === null ? 0 : start);
