// The preview's window. The server tells what there is to see as one message; this shows it, and asks for pictures of what is in view.
"use strict";

const $ = (id) => document.getElementById(id);
const made = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const PAPERS = { a4: [210, 297], letter: [215.9, 279.4] };
const FIELDS = ["guide", "cohort", "edition", "theme", "layout"];
const POINTS_PER_MM = 72 / 25.4;
const FAR = 12; // pages out of view whose pictures are kept

const chosen = Object.fromEntries(new URLSearchParams(location.search));
const view = { paper: chosen.paper in PAPERS ? chosen.paper : "a4", zoom: 0, spread: false, page: 1, wanted: 1 };
// `page` is the one in view; of two that are in view alike, the one that was `wanted` last.
let told = { pages: [], problems: [], places: {}, choices: {}, shown: {}, key: "" };
let stream = null;
let problem = -1;
let ready = false; // whether the pages have settled once: what changes before that was not changed by anyone

// ---- what the server tells ----

function listen() {
  stream?.close();
  const asked = new URLSearchParams(FIELDS.filter((field) => chosen[field]).map((field) => [field, chosen[field]]));
  asked.set("view", view.page);
  stream = new EventSource(`events?${asked}`);
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.onerror = () => status("The preview has ended, or is starting again", "wrong");
}

function show(message) {
  const other = message.key !== told.key;
  const anchor = anchored();
  told = message;
  document.title = `${message.title} · preview`;
  $("title").textContent = message.title;
  $("pages").lang = message.language;
  $("pages").dir = message.direction;
  offer();
  list(); // before the pages: it takes room from them
  lay(other);
  keep(anchor, other);
  report();
  count();
  ready = (ready && !other) || (message.settled && !message.busy);
}

function report() {
  const errors = told.problems.filter((each) => each.severity === "error").length;
  const warnings = told.problems.length - errors;
  const said = [];
  if (errors) said.push(`${errors} ${errors > 1 ? "errors" : "error"}`);
  if (warnings) said.push(`${warnings} ${warnings > 1 ? "warnings" : "warning"}`);
  if (told.busy && told.settled) status("Checking the pages", "busy");
  else if (told.busy) status(told.pages.length ? `Laying out, ${told.pages.length} pages so far` : "Laying out the first pages", "busy");
  else if (!told.settled && told.pages.length) status(`${said.join(", ")}: these are the last good pages`, "wrong");
  else if (!told.pages.length) status(said.length ? `${said.join(", ")}: there is nothing to show yet` : "Nothing to show", "wrong");
  else status([`${told.pages.length} pages, up to date`, ...said].join(", "), errors ? "wrong" : "");
}

function status(words, state) {
  if ($("status").textContent !== words) $("status").textContent = words;
  $("status").className = state;
}

// ---- what to choose ----

function offer() {
  for (const select of $("choose").elements) {
    const options = told.choices[select.name] ?? [];
    const now = select.name === "paper" ? view.paper : told.shown[select.name] || chosen[select.name] || "";
    const listed = options.some(([value]) => value === now) || !now ? options : [...options, [now, now]];
    const wanted = JSON.stringify(listed);
    if (select.dataset.listed !== wanted) {
      select.replaceChildren(...listed.map(([value, title]) => made("option", { value, textContent: title })));
      select.dataset.listed = wanted;
    }
    if (document.activeElement !== select || select.value !== now) select.value = now;
    select.disabled = listed.length < 2;
  }
}

$("choose").addEventListener("change", ({ target }) => {
  if (target.name === "paper") {
    view.paper = target.value;
    for (const figure of figures()) empty(figure);
    measure();
    look();
  } else {
    for (const field of FIELDS) if (told.shown[field] && field !== "theme") chosen[field] = told.shown[field];
    chosen[target.name] = target.value;
    listen();
  }
  const address = new URLSearchParams({ ...chosen, paper: view.paper });
  history.replaceState(null, "", `?${address}`);
});

// ---- pages ----

const figures = () => [...$("pages").querySelectorAll("figure")];
const figureOf = (number) => figures()[number - 1];

function lay(other) {
  const pages = $("pages");
  if (!told.pages.length) {
    const words = told.busy ? "Laying out the first pages…" : "The pages appear here once the problems are mended.";
    pages.replaceChildren(made("p", { className: "nothing", textContent: words }));
    $("thumbs").replaceChildren();
    return;
  }
  pages.querySelector(".nothing")?.remove();
  const there = figures();
  const amiss = new Set(told.problems.map((each) => each.page));
  told.pages.forEach((id, index) => {
    const figure = there[index] ?? pages.appendChild(leaf());
    figure.dataset.number = index + 1;
    figure.setAttribute("aria-label", `Page ${index + 1} of ${told.pages.length}`);
    if (figure.dataset.id !== id) {
      figure.dataset.id = id;
      figure.dataset.fresh = ready && !other && figure.querySelector("img") ? "changed" : "";
      if (other) empty(figure);
    }
    const thumb = $("thumbs").children[index] ?? $("thumbs").appendChild(thumbnail());
    thumb.href = `#${index + 1}`;
    thumb.dataset.number = index + 1;
    thumb.lastElementChild.textContent = index + 1;
    thumb.lastElementChild.classList.toggle("amiss", amiss.has(index + 1));
    thumb.setAttribute("aria-label", `Page ${index + 1}${amiss.has(index + 1) ? ", has a problem" : ""}`);
    if (thumb.dataset.id !== id) {
      thumb.dataset.id = id;
      thumb.dataset.drawn = "";
    }
  });
  for (const figure of figures().slice(told.pages.length)) figure.remove();
  for (const thumb of [...$("thumbs").children].slice(told.pages.length)) thumb.remove();
  measure();
  soon();
}

function leaf() {
  const figure = made("figure", { tabIndex: -1 });
  figure.setAttribute("role", "group");
  figure.setAttribute("aria-describedby", "how");
  figure.addEventListener("click", (event) => {
    const box = figure.getBoundingClientRect();
    source(figure, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  figure.addEventListener("keydown", (event) => {
    if (event.key === "Enter") lines(figure);
  });
  return figure;
}

function thumbnail() {
  const leaf = made("span", { className: "leaf" });
  const thumb = made("a", { tabIndex: -1 }, leaf, made("span"));
  thumb.addEventListener("click", (event) => {
    event.preventDefault();
    go(Number(thumb.dataset.number));
  });
  return thumb;
}

function empty(figure) {
  figure.replaceChildren();
  figure.dataset.drawn = "";
}

// Width of a page from the zoom, and with it the height: where a page stands is known before its picture is there.
function measure() {
  const [width, height] = PAPERS[view.paper];
  const room = ($("pages").clientWidth - 40 - (view.spread ? 2 : 0)) / (view.spread ? 2 : 1);
  const natural = (width * 96) / 25.4;
  const wide = Math.max(120, view.zoom ? natural * view.zoom : Math.min(room, natural));
  $("pages").style.setProperty("--wide", `${Math.floor(wide)}px`);
  for (const figure of figures()) figure.style.aspectRatio = `${width} / ${height}`;
  for (const leaf of $("thumbs").querySelectorAll(".leaf")) leaf.style.aspectRatio = `${width} / ${height}`;
  $("fit").textContent = view.zoom ? `${Math.round(view.zoom * 100)} %` : "Fit";
  return wide;
}

const shownZoom = () => parseFloat($("pages").style.getPropertyValue("--wide")) / ((PAPERS[view.paper][0] * 96) / 25.4);

// What is in view stays where it is when pages come before it or go, and when all of them become larger or smaller.
function anchored() {
  const top = $("pages").getBoundingClientRect().top;
  const figure = figures().find((each) => each.getBoundingClientRect().bottom > top + 1);
  if (!figure) return null;
  const offset = figure.getBoundingClientRect().top - top;
  return { id: figure.dataset.id, number: Number(figure.dataset.number), offset, wide: measured() };
}

function keep(anchor, other) {
  if (!anchor || !told.pages.length) return;
  const at = other ? -1 : told.pages.indexOf(anchor.id);
  const figure = figureOf(Math.min(at >= 0 ? at + 1 : anchor.number, told.pages.length));
  const top = $("pages").getBoundingClientRect().top;
  const offset = anchor.offset < 0 ? (anchor.offset * measured()) / anchor.wide : anchor.offset; // above it lies a gap, which stays
  const moved = figure.getBoundingClientRect().top - top - offset;
  if (Math.abs(moved) > 1) $("pages").scrollTop += moved;
}

let waiting = 0;
function soon() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(look);
}

// Asks for the pictures of what is in view and next to it, and lets go of those that are far.
function look() {
  const room = $("pages").getBoundingClientRect();
  const scale = Math.min(4, Math.ceil((2 * measured() * devicePixelRatio) / (PAPERS[view.paper][0] * POINTS_PER_MM)) / 2);
  const near = [];
  let best = 0;
  for (const figure of figures()) {
    const box = figure.getBoundingClientRect();
    const seen = Math.min(box.bottom, room.bottom) - Math.max(box.top, room.top);
    if (seen > best + 1 || (seen > best - 1 && Number(figure.dataset.number) === view.wanted)) {
      best = seen;
      view.now = Number(figure.dataset.number);
    }
    const far = Math.max(room.top - box.bottom, box.top - room.bottom) / Math.max(1, box.height);
    if (far < 0.75) near.push([seen, figure]);
    else if (far > FAR && figure.dataset.drawn) empty(figure);
  }
  near.sort(([one], [other]) => other - one);
  if (view.now && view.now !== view.page) {
    view.page = view.now;
    count();
    tellView();
  }
  marked();
  const turn = ++turns;
  const drawn = (some) => Promise.all(some.map(([seen, figure]) => draw(figure, scale, seen > 0 ? "high" : "low")));
  // What is seen most is asked for alone: pages that are drawn at the same time would keep it waiting. Thumbnails come last.
  drawn(near.slice(0, 1))
    .then(() => turn === turns && drawn(near.slice(1)))
    .then(() => turn === turns && thumbs());
}
let turns = 0;

const measured = () => parseFloat($("pages").style.getPropertyValue("--wide")) || 600;

const address = (id, scale) => `page/${encodeURIComponent(id)}.png?key=${told.key}&paper=${view.paper}&scale=${scale}`;

async function draw(figure, scale, priority) {
  const id = figure.dataset.id;
  const wanted = `${id} ${view.paper} ${scale}`;
  if (figure.dataset.drawn === wanted || figure.dataset.asked === wanted) return;
  figure.dataset.asked = wanted;
  const image = made("img", { alt: "", decoding: "async", fetchPriority: priority, src: address(id, scale) });
  try {
    await image.decode();
  } catch {
    if (figure.dataset.asked === wanted) figure.dataset.asked = "";
    return;
  }
  if (figure.dataset.asked !== wanted) return;
  figure.dataset.asked = "";
  figure.dataset.drawn = wanted;
  const before = figure.querySelector("img");
  figure.prepend(image);
  before?.remove();
  if (before && figure.dataset.fresh === "changed") mark(figure, before, image);
  figure.dataset.fresh = "";
  figure.dispatchEvent(new CustomEvent("drawn", { bubbles: true, detail: { id } }));
}

// Where two pictures of a page differ, for a moment.
function mark(figure, before, after) {
  const [width, height] = [124, 176];
  const canvas = made("canvas", { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = [before, after].map((image) => {
    context.clearRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  });
  const bands = [];
  for (let y = 0; y < height; y += 1) {
    let [left, right] = [width, -1];
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      const differs = [0, 1, 2].some((channel) => Math.abs(pixels[0][at + channel] - pixels[1][at + channel]) > 18);
      if (differs) [left, right] = [Math.min(left, x), Math.max(right, x)];
    }
    if (right < 0) continue;
    const last = bands.at(-1);
    if (last && y - last.bottom <= 4) Object.assign(last, { bottom: y, left: Math.min(last.left, left), right: Math.max(last.right, right) });
    else bands.push({ top: y, bottom: y, left, right });
  }
  for (const { top, bottom, left, right } of bands) {
    box(figure, [(left - 1) / width, (top - 1) / height, (right - left + 3) / width, (bottom - top + 3) / height], "changed");
  }
}

function box(figure, [left, top, width, height], kind) {
  const there = made("div", { className: `box ${kind}` });
  Object.assign(there.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
  figure.append(there);
  setTimeout(() => there.remove(), kind === "changed" ? 2500 : 6000);
}

// The page in view and its thumbnail. They alone are stops of the Tab key, for a guide has hundreds of pages.
function marked() {
  const [page, thumb] = [figureOf(view.page), $("thumbs").children[view.page - 1]];
  if (!page || (page.tabIndex === 0 && thumb.hasAttribute("aria-current"))) return;
  for (const each of document.querySelectorAll("figure[tabindex='0'], #thumbs [tabindex='0']")) each.tabIndex = -1;
  page.tabIndex = thumb.tabIndex = 0;
  $("thumbs").querySelector("[aria-current]")?.removeAttribute("aria-current");
  thumb.setAttribute("aria-current", "page");
}

$("thumbs").addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  $("thumbs").children[Number(event.target.dataset.number) - 1 + by]?.focus();
});

// Pictures for the thumbnails in view: while something is laid out they wait, for the worker draws one page at a time.
function thumbs() {
  const strip = $("thumbs");
  if (strip.hidden || !strip.offsetParent || (told.busy && ready)) return;
  const room = strip.getBoundingClientRect();
  for (const thumb of strip.children) {
    const box = thumb.getBoundingClientRect();
    const wanted = `${thumb.dataset.id} ${view.paper}`;
    if (box.bottom > room.top - 100 && box.top < room.bottom + 100 && thumb.dataset.drawn !== wanted) {
      thumb.dataset.drawn = wanted;
      const image = made("img", { alt: "", decoding: "async", fetchPriority: "low", src: address(thumb.dataset.id, 0.3) });
      image.decode().then(() => thumb.firstElementChild.replaceChildren(image), () => (thumb.dataset.drawn = ""));
    }
  }
}

let telling = 0;
function tellView() {
  clearTimeout(telling);
  telling = setTimeout(() => fetch(`view?key=${told.key}&page=${view.page}`, { method: "POST" }).catch(() => {}), 150);
  const current = $("thumbs").children[view.page - 1];
  current?.scrollIntoView({ block: "nearest" });
}

function count() {
  $("count").textContent = `of ${told.pages.length}`;
  if (document.activeElement !== $("number")) $("number").value = view.page;
}

function go(number, areas = []) {
  const figure = figureOf(Math.max(1, Math.min(number, told.pages.length)));
  if (!figure) return;
  const [first] = areas;
  const box_ = figure.getBoundingClientRect();
  const top = $("pages").getBoundingClientRect().top;
  const inside = first ? Math.max(0, first[1] * box_.height - $("pages").clientHeight / 3) : -12;
  $("pages").scrollTop += box_.top - top + inside;
  view.wanted = Number(figure.dataset.number);
  figure.focus({ preventScroll: true });
  for (const area of areas) box(figure, area, "found");
  soon();
  return figure;
}

// ---- from the page to its source ----

async function source(figure, x, y) {
  const asked = new URLSearchParams({ key: told.key, id: figure.dataset.id, paper: view.paper, x, y });
  const answer = await fetch(`source?${asked}`);
  const found = answer.ok ? await answer.json() : { place: "" };
  if (!found.place) {
    $("source").hidden = true;
    return;
  }
  pointAt(found);
  if (found.link) location.href = found.link;
  else copy();
}

function pointAt({ place, link }) {
  $("source").hidden = false;
  $("place").textContent = place;
  $("open").hidden = !link;
  if (link) $("open").href = link;
}

async function copy() {
  try {
    await navigator.clipboard.writeText($("place").textContent);
    $("copy").textContent = "Copied";
    setTimeout(() => ($("copy").textContent = "Copy"), 1500);
  } catch {
    getSelection().selectAllChildren($("place"));
  }
}
$("copy").addEventListener("click", copy);

// The lines of a page as buttons: what a click does for those who see and point.
async function lines(figure) {
  const asked = new URLSearchParams({ key: told.key, paper: view.paper, id: figure.dataset.id });
  const answer = await fetch(`find?${asked}`);
  if (!answer.ok) return;
  $("lines-title").textContent = `Written on page ${figure.dataset.number}`;
  $("written").replaceChildren(...(await answer.json()).filter(({ words }) => /[\p{L}\p{N}]{2}/u.test(words)).map(({ words, area: [left, top, width, height] }) => {
    const button = made("button", { type: "button", textContent: words });
    button.addEventListener("click", () => {
      $("lines").close();
      box(figure, [left, top, width, height], "found");
      source(figure, left + Math.min(width / 2, 0.02), top + height / 2);
    });
    return made("li", {}, button);
  }));
  $("lines").showModal();
}

// ---- problems ----

function list() {
  const aside = $("problems");
  aside.hidden = !told.problems.length;
  $("problems-title").textContent = `${told.problems.length} ${told.problems.length > 1 ? "problems" : "problem"}`;
  const listed = JSON.stringify(told.problems);
  if (aside.dataset.listed === listed) return;
  aside.dataset.listed = listed;
  problem = -1;
  $("list").replaceChildren(...told.problems.map(entry));
}

function entry(each) {
  const what = made("button", { type: "button", className: "what" },
    made("span", { className: "rule", textContent: `${each.severity === "error" ? "Error" : "Warning"} ${each.rule} ` }),
    made("span", { className: "message", textContent: each.message }));
  what.addEventListener("click", () => visit(each));
  const where = made("p", { className: "where" });
  where.style.margin = "2px 0 0";
  where.append(each.link ? made("a", { href: each.link, textContent: each.place }) : made("span", { textContent: each.place }));
  if (each.page) where.append(made("span", { textContent: `page ${each.page}` }));
  const item = made("li", { className: each.severity }, what);
  if (each.hint) item.append(made("p", { className: "hint", textContent: each.hint }));
  item.append(where);
  return item;
}

function visit(each) {
  pointAt({ place: each.place, link: each.link });
  const area = each.areas?.[view.paper];
  if (each.page && each.page <= told.pages.length) {
    const figure = go(each.page);
    if (area) box(figure, area, "fault");
  }
}

function step(by) {
  if (!told.problems.length) return;
  problem = (problem + by + told.problems.length) % told.problems.length;
  visit(told.problems[problem]);
  const button = $("list").children[problem].querySelector("button");
  button.focus();
  button.scrollIntoView({ block: "nearest" });
}

// ---- finding ----

let found = [];
let at = -1;
let searching = 0;

$("find").addEventListener("input", () => {
  clearTimeout(searching);
  searching = setTimeout(search, 120);
});

async function search() {
  const words = $("find").value.trim();
  if (words.length < 2) return close();
  const ids = Object.entries(told.places).filter(([id]) => id.includes(words.toLowerCase())).slice(0, 8);
  const answer = await fetch(`find?${new URLSearchParams({ key: told.key, paper: view.paper, words })}`);
  if (words !== $("find").value.trim()) return;
  const hits = answer.ok ? await answer.json() : [];
  found = [...ids.map(([id, page]) => ({ page, words: id, area: null })), ...hits];
  at = found.length ? 0 : -1;
  $("hits").replaceChildren(...found.map((hit, index) => {
    const item = made("li", { id: `hit-${index}` },
      made("span", { className: "page", textContent: `p. ${hit.page}` }), made("span", { className: "words", textContent: hit.words }));
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(index);
    });
    return item;
  }));
  if (!found.length) $("hits").replaceChildren(made("li", { textContent: "Nothing found" }));
  $("counted").textContent = found.length ? `${found.length} ${found.length > 1 ? "places" : "place"} found` : "Nothing found";
  $("hits").hidden = false;
  $("find").setAttribute("aria-expanded", "true");
  point();
}

function point() {
  [...$("hits").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  const item = $("hits").children[at];
  if (at >= 0) $("find").setAttribute("aria-activedescendant", item.id);
  item?.scrollIntoView({ block: "nearest" });
}

function take(index) {
  const hit = found[index];
  if (!hit) return;
  close();
  unfold(false);
  go(hit.page, hit.area ? [hit.area] : []);
}

function close() {
  $("hits").hidden = true;
  $("find").setAttribute("aria-expanded", "false");
  $("find").removeAttribute("aria-activedescendant");
}

$("find").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    at = Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
    point();
  } else if (event.key === "Enter") take(at);
});
$("find").addEventListener("blur", close);
$("search").addEventListener("submit", (event) => event.preventDefault());

// ---- view and keyboard ----

function zoom(to) {
  view.zoom = to ? Math.max(0.25, Math.min(4, to)) : 0;
  fit();
}

// Pages as large as the zoom and the room for them say.
function fit() {
  const anchor = anchored();
  measure();
  keep(anchor, false);
  soon();
}

function spread() {
  view.spread = !view.spread;
  const { page } = view;
  $("pages").classList.toggle("spread", view.spread);
  $("spread").setAttribute("aria-pressed", String(view.spread));
  measure();
  go(page);
}

function strip() {
  $("thumbs").hidden = !$("thumbs").hidden;
  $("strip").setAttribute("aria-pressed", String(!$("thumbs").hidden));
  zoom(view.zoom);
}

$("smaller").addEventListener("click", () => zoom(shownZoom() / 1.25));
$("larger").addEventListener("click", () => zoom(shownZoom() * 1.25));
$("fit").addEventListener("click", () => zoom(0));
$("spread").addEventListener("click", spread);
$("strip").addEventListener("click", strip);
$("keys").addEventListener("click", () => $("help").showModal());
$("more").addEventListener("click", () => unfold(!unfolded()));

// In a low window, what is chosen and the search are folded away: the pages have the room.
const unfolded = () => $("more").getAttribute("aria-expanded") === "true";

function unfold(open) {
  $("more").setAttribute("aria-expanded", String(open));
  document.querySelector("header").classList.toggle("open", open);
}

// Whether single keys act is remembered on this machine, for the address of a preview is another one each time.
const LETTERS = "prepguides-keys";
const remembered = () => {
  try {
    return localStorage.getItem(LETTERS) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
};
$("letters").checked = remembered();
$("letters").addEventListener("change", ({ target }) => {
  try {
    localStorage.setItem(LETTERS, target.checked ? "on" : "off");
  } catch {
    // it holds for this window
  }
});
$("number").addEventListener("change", () => go(Number($("number").value) || view.page));

const KEYS = {
  n: () => go(view.page + 1),
  p: () => go(view.page - 1),
  g: () => $("number").select(),
  "/": () => {
    unfold(true);
    $("find").select();
  },
  o: () => figureOf(view.page) && lines(figureOf(view.page)),
  "]": () => step(1),
  "[": () => step(-1),
  "+": () => zoom(shownZoom() * 1.25),
  "=": () => zoom(shownZoom() * 1.25),
  "-": () => zoom(shownZoom() / 1.25),
  0: () => zoom(0),
  s: spread,
  t: strip,
  "?": () => $("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    close();
    unfold(false);
    (figureOf(view.page) ?? $("pages")).focus({ preventScroll: true });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea") || !$("letters").checked) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

$("pages").addEventListener("scroll", soon, { passive: true });
$("thumbs").addEventListener("scroll", soon, { passive: true });
new ResizeObserver(fit).observe($("pages"));
listen();
