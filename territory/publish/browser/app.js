// The page of the map: what is asked for, in the address; what is shown of it.
import { fill, get, site } from "./data.js";
import { library } from "./library.js";
import { cardOf } from "./cards.js";
import { frame, framing, glide, hiddenPx, makeMap, mark, readClasses, show } from "./map.js";
import { addTowns } from "./names.js";
import { ask, askedFamilies, boxOf, drawPlaces, placesAt, tellLegend } from "./places.js";
import { offerSearch } from "./search.js";
import { closeSheet, listPlaces, openPlace, openSheet } from "./side.js";
import * as state from "./state.js";
import { openTiles } from "./tiles.js";
import { tellPlaces, tellTwin } from "./twin.js";

const find = (id) => document.getElementById(id);
const layers = Object.fromEntries(site.menu.flatMap((group) => group.layers).map((one) => [one.name, one]));
const say = (words) => { find("say").textContent = words; };
const options = new URLSearchParams(location.search);
const AROUND_DEGREES = 0.3;
const SOON_MS = 150;
let map = null;
let names = null;
let places = [];
let pointed = null; // where the pointer is, over the map
let told = null;
let shown = null;
let classes = [];
let painted = ""; // what the colours of the map say

const paintOf = (layer, focus) => `${layer.name} ${focus}`;
const current = () => layers[state.read().layer] || layers[site.default_layer];

function forget() {
  state.write({ commune: "" });
  closeSheet();
  if (map) mark(map, -1);
  else tell();
}

async function choose(rank, isFramed = true) {
  names ||= await get("map/names.json.gz");
  const code = names.codes[rank];
  const opening = openSheet(code, names.departements[rank], forget);
  // Drawing the map again holds the page for a moment: the sheet comes first, if it comes soon.
  await Promise.race([opening, new Promise((resolve) => setTimeout(resolve, SOON_MS))]);
  if (map) {
    mark(map, rank);
    if (isFramed && names.x[rank] !== null) glide(map, { center: [names.x[rank] / 1e4, names.y[rank] / 1e4], zoom: Math.max(map.getZoom(), 9.5) });
  }
  state.write({ commune: code });
  if (!map) tell();
  await opening;
}

async function chooseFound(one) {
  if (one.level === "commune") {
    await choose(one.rank);
    find("sheet").focus({ preventScroll: true });
  } else if (map) frame(map, one.box);
}

// What the tables tell of: the frame of the map; without one, what is around the commune looked for.
function contains([x, y]) {
  if (map) return map.getBounds().contains([x, y]);
  const rank = names.codes.indexOf(state.read().commune);
  if (rank < 0 || names.x[rank] === null) return true;
  return Math.abs(names.x[rank] / 1e4 - x) < AROUND_DEGREES && Math.abs(names.y[rank] / 1e4 - y) < AROUND_DEGREES;
}

function tell() {
  if (!names || !told) return;
  tellTwin(contains, names, shown, told.labels, classes, (rank) => choose(rank).then(() => find("sheet").focus()));
  tellPlaces(contains, names, places, (place, from) => openCard(place, from).then(() => find("sheet").focus()));
}

// Closed, a card gives way to the sheet of the commune that was looked at, and the focus goes back.
function closeCard(from) {
  closeSheet();
  const { commune } = state.read();
  if (commune) chooseCode(commune, false);
  from?.focus();
}

async function openCard(place, from = null) {
  openPlace(await cardOf(place), () => closeCard(from));
}

// A map that is at rest already says so again: nobody waits for what will not come.
function whenDrawn(act) {
  if (!map) return;
  map.once("idle", act);
  map.triggerRepaint();
}

async function showPlaces() {
  find("map").dataset.places = "";
  const coming = drawPlaces(map);
  for (const box of document.querySelectorAll("[data-family]")) box.checked = askedFamilies().includes(box.dataset.family);
  const drawn = await coming;
  if (!drawn) return;
  places = drawn;
  tell();
  const asked = askedFamilies().join(" ");
  whenDrawn(() => { find("map").dataset.places = asked; });
}

async function showLayer() {
  const asked = current();
  const { focus } = state.read();
  find("layer").value = asked.name;
  find("map").dataset.drawn = "";
  const [legend, digits] = await Promise.all([get(`map/legends/${asked.name}.${site.lang}.json.gz`), readClasses(asked)]);
  if (asked !== current()) return;
  [told, shown, classes] = [legend, asked, digits];
  if (map && painted !== paintOf(asked, focus)) show(map, asked, focus, classes);
  painted = paintOf(asked, focus);
  find("heading").textContent = fill(site.texts.heading, { territory: site.territory, map: legend.heading });
  document.title = find("heading").textContent;
  find("summary").querySelector("p").textContent = legend.summary;
  find("legend").querySelector("div").innerHTML = legend.legend;
  for (const button of find("legend").querySelectorAll("button[data-key]")) {
    const isKept = button.dataset.key === focus;
    button.setAttribute("aria-pressed", String(isKept));
    button.addEventListener("click", () => { state.write({ focus: isKept ? "" : button.dataset.key }); showLayer(); });
  }
  tellLegend();
  tell();
  tellTip();
  whenDrawn(() => { find("map").dataset.drawn = asked.name; });
}

// Says what the pointer is on: again when the colours change, or the map under it.
function tellTip() {
  const tip = find("tip");
  if (!pointed) { tip.hidden = true; return; }
  const group = placesAt(map, pointed);
  const commune = group ? null : map.queryRenderedFeatures(pointed, { layers: ["communes"] })[0];
  map.getCanvas().style.cursor = group || commune ? "pointer" : "";
  tip.hidden = !(group || (commune && names && told));
  if (tip.hidden) return;
  const title = document.createElement("b");
  if (group) title.textContent = group.length > 1 ? fill(site.texts.gathered, { count: group.length }) : group[0].name;
  else title.textContent = names.names[commune.properties.n];
  tip.replaceChildren(title);
  if (commune) {
    const one = classes[commune.properties.n];
    tip.append(one < 0 ? site.texts.no_data : told.labels[one]);
  }
  const isRight = pointed.x > map.getContainer().clientWidth / 2;
  tip.style.left = isRight ? "" : `${pointed.x + 14}px`;
  tip.style.right = isRight ? `${map.getContainer().clientWidth - pointed.x + 14}px` : "";
  tip.style.top = `${pointed.y + 12}px`;
}

// One place opens its card; places together are parted, or listed where no zoom parts them.
function pickPlaces(group) {
  if (group.length === 1) return openCard(group[0]);
  const box = boxOf(group);
  if (map.getZoom() < map.getMaxZoom() && framing(map, box).zoom > map.getZoom()) return frame(map, box);
  return listPlaces(fill(site.texts.list_of, { count: group.length }), group, (place) => openCard(place).then(() => find("sheet").focus()), () => closeCard(null));
}

function pick(point) {
  const group = placesAt(map, point);
  if (group) return pickPlaces(group);
  const commune = map.queryRenderedFeatures(point, { layers: ["communes"] })[0];
  return commune ? choose(commune.properties.n, false) : null;
}

async function chooseCode(code, isFramed) {
  names ||= await get("map/names.json.gz");
  const rank = names.codes.indexOf(code);
  if (rank < 0) say(fill(site.texts.not_found, { words: code }));
  else await choose(rank, isFramed);
}

function viewAsked() {
  const [zoom, y, x] = state.read().view.split("/").map(Number);
  return [zoom, y, x].every(Number.isFinite) && state.read().view ? { zoom, center: [x, y] } : null;
}

async function drawMap() {
  const view = viewAsked();
  const [asked, { focus }] = [current(), state.read()];
  const [found, sources] = await Promise.all([readClasses(asked), library.then(() => openTiles(say))]);
  map = await makeMap(sources, view, asked, focus, found);
  painted = paintOf(asked, focus);
  window.map = map;
  if (!view) frame(map, site.bounds.flat(), false);
  map.on("mousemove", (event) => { pointed = event.point; tellTip(); });
  map.on("mouseout", () => { pointed = null; tellTip(); });
  map.on("click", (event) => pick(event.point));
  map.getCanvas().addEventListener("keydown", (event) => {
    const { clientWidth, clientHeight } = map.getContainer();
    if (event.key === "Enter") pick([clientWidth / 2, clientHeight / 2]);
  });
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    state.write({ view: `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}` });
    tell();
    tellTip();
  });
  map.on("zoomend", showPlaces);
}

function listen() {
  find("layer").addEventListener("change", () => { state.write({ layer: find("layer").value === site.default_layer ? "" : find("layer").value, focus: "" }); showLayer(); });
  for (const button of document.querySelectorAll("[data-zone]")) button.addEventListener("click", () => map && frame(map, site.zones.find((one) => one.name === button.dataset.zone).box));
  for (const box of document.querySelectorAll("[data-family]")) box.addEventListener("change", () => { ask([...document.querySelectorAll("[data-family]:checked")].map((one) => one.dataset.family)); showPlaces(); });
  window.addEventListener("hashchange", async () => { await Promise.all([showLayer(), showPlaces()]); const { commune } = state.read(); if (commune) await chooseCode(commune, true); else forget(); });
  for (const link of document.querySelectorAll(".other-language")) link.addEventListener("click", () => { link.href = link.href.split("#")[0] + location.hash; });
  offerSearch(chooseFound, (words) => { find("search-say").textContent = words; });
}

function embed() {
  const size = 'width="100%" height="620" style="border:0" loading="lazy"';
  const link = new URL("?embed=1", location.href.split("#")[0].split("?")[0]).href;
  find("embed-code").textContent = `<iframe src="${link}${location.hash}" title="${document.title}" ${size}></iframe>`;
}

async function start() {
  document.body.classList.toggle("embed", options.get("embed") === "1");
  document.body.classList.toggle("bare", options.get("choices") === "0");
  if (matchMedia("(max-width: 56rem)").matches || options.get("legend") === "0") find("legend").open = false;
  listen();
  // Asked for while the library comes.
  const asked = [`map/classes/${current().name}.json.gz`, `map/legends/${current().name}.${site.lang}.json.gz`, "map/names.json.gz"];
  asked.forEach(get);
  try {
    await drawMap();
  } catch (problem) {
    map = null;
    say(site.texts.no_map);
    console.warn(problem);
  }
  await Promise.all([showLayer(), showPlaces()]);
  names = await get("map/names.json.gz");
  if (map) await addTowns(map, framing(map, site.bounds.flat()), hiddenPx(map));
  tell();
  document.querySelector(".embed-how").addEventListener("toggle", embed);
  const { commune } = state.read();
  if (commune) await chooseCode(commune, !viewAsked());
  document.body.dataset.ready = "1";
}

start();
