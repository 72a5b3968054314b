const slides = Array.from(document.querySelectorAll("section.slide"));
const slideLinks = Array.from(document.querySelectorAll("#slides a"));
const walks = Array.from(document.querySelectorAll(".walk"), function (walk) {
  return {
    whole: walk,
    steps: Array.from(walk.querySelectorAll("section.step")),
    links: Array.from(walk.querySelectorAll("nav a"))
  };
});
const said = byId("said");
const wanted = /^#slide-(\d+)(?:-step-(\d+))?$/;
let at = 0;
let step = null;
let all = false;

function within(number, count) { return Math.max(0, Math.min(number, count - 1)); }

function walkOf(slide) { return walks[Number(slides[slide].dataset.walk) - 1] || null; }

function mark(links, here) {
  links.forEach(function (link, number) {
    if (number === here) { link.setAttribute("aria-current", "step"); } else { link.removeAttribute("aria-current"); }
    link.classList.toggle("done", number <= here);
  });
}

function reveal(link) {
  const row = link.closest("ol");
  const here = link.getBoundingClientRect();
  const seen = row.getBoundingClientRect();
  row.scrollLeft += here.left + here.width / 2 - seen.left - seen.width / 2;
}

function show(slide, wish) {
  at = within(slide, slides.length);
  const walk = walkOf(at);
  step = walk && wish !== null ? within(wish, walk.steps.length) : null;
  slides.forEach(function (section, number) { section.hidden = step !== null || (!all && number !== at); });
  walks.forEach(function (one) { one.whole.hidden = one !== walk || (all && step === null); });
  mark(slideLinks, at);
  reveal(slideLinks[at]);
  if (walk) {
    const own = Number(slides[at].dataset.step);
    walk.steps.forEach(function (section, number) { section.hidden = number !== step; });
    walk.links.forEach(function (link, number) { link.hash = "#slide-" + (at + 1) + "-step-" + number; });
    mark(walk.links, step === null ? own : step);
  }
  byId("walk").hidden = !walk;
  byId("walk").setAttribute("aria-pressed", String(step !== null));
  said.textContent = (step === null ? slides[at] : walk.steps[step]).dataset.said;
  history.replaceState(null, "", "#slide-" + (at + 1) + (step === null ? "" : "-step-" + step));
  if (all && step === null) { slides[at].scrollIntoView(); }
}

function go(by) {
  if (step === null) { show(at + by, null); } else { show(at, step + by); }
}

function goTo(hash) {
  const found = wanted.exec(hash);
  if (found) { show(Number(found[1]) - 1, found[2] === undefined ? null : Number(found[2])); }
  return Boolean(found);
}

function walkThrough() {
  show(at, step === null ? Number(slides[at].dataset.step) : null);
}

function toggle(name, on) {
  page.classList.toggle(name, on);
  byId(name).setAttribute("aria-pressed", String(on));
}

const keys = {
  ArrowRight: function () { go(1); },
  ArrowLeft: function () { go(-1); },
  PageDown: function () { go(1); },
  PageUp: function () { go(-1); },
  Home: function () { go(-Infinity); },
  End: function () { go(Infinity); },
  Escape: function () { show(at, null); },
  a: function () { all = !all; toggle("all", all); show(at, null); },
  t: otherTheme,
  w: walkThrough
};

if (byId("notes")) {
  keys.n = function () { toggle("notes", !page.classList.contains("notes")); };
  byId("notes").addEventListener("click", keys.n);
}
listen(keys);
byId("walk").addEventListener("click", keys.w);
slideLinks.concat(walks.flatMap(function (one) { return one.links; })).forEach(function (link) {
  link.addEventListener("click", function (event) {
    event.preventDefault();
    goTo(link.hash);
  });
});
window.addEventListener("hashchange", function () { goTo(location.hash); });
if (!goTo(location.hash)) { show(0, null); }
