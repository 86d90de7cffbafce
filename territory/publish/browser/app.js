// The page of the map: what is asked for, in the address; what is shown of it.
import { fill, get, site } from "./data.js";
import { addPlaces, addTowns, frame, glide, makeMap, mark, show } from "./map.js";
import { offerSearch } from "./search.js";
import { closeSheet, openPlace, openSheet } from "./side.js";
import * as state from "./state.js";
import { openTiles } from "./tiles.js";
import { tellTwin } from "./twin.js";

const find = (id) => document.getElementById(id);
const layers = Object.fromEntries(site.menu.flatMap((group) => group.layers).map((one) => [one.name, one]));
const say = (words) => { find("say").textContent = words; };
const options = new URLSearchParams(location.search);
let map = null;
let framed = 0;
let names = null;
let places = [];
let told = null;
let shown = null;
let classes = [];

const current = () => layers[state.read().layer] || layers[site.default_layer];

function forget() {
  state.write({ commune: "" });
  closeSheet();
  if (map) mark(map, -1);
}

async function choose(rank, isFramed = true) {
  names ||= await get("map/names.json.gz");
  const code = names.codes[rank];
  if (map) {
    mark(map, rank);
    if (isFramed && names.x[rank] !== null) glide(map, { center: [names.x[rank] / 1e4, names.y[rank] / 1e4], zoom: Math.max(map.getZoom(), 9.5) });
  }
  state.write({ commune: code });
  await openSheet(code, names.departements[rank], forget);
}

async function chooseFound(one) {
  if (one.level === "commune") {
    await choose(one.rank);
    find("sheet").focus({ preventScroll: true });
  } else if (map) frame(map, one.box);
}

function tell() {
  if (map && names && told) tellTwin(map, names, shown, told.labels, classes, (rank) => choose(rank).then(() => find("sheet").focus()));
}

async function showLayer() {
  const asked = current();
  const { focus } = state.read();
  find("layer").value = asked.name;
  find("map").dataset.drawn = "";
  const [legend, digits] = await Promise.all([
    get(`map/legends/${asked.name}.${site.lang}.json`),
    map ? show(map, asked, focus) : null,
  ]);
  if (asked !== current()) return;
  [told, shown, classes] = [legend, asked, digits || []];
  find("heading").textContent = fill(site.texts.heading, { territory: site.territory, map: legend.heading });
  document.title = find("heading").textContent;
  find("summary").querySelector("p").textContent = legend.summary;
  find("legend").querySelector("div").innerHTML = legend.legend;
  for (const button of find("legend").querySelectorAll("button[data-key]")) {
    const isKept = button.dataset.key === focus;
    button.setAttribute("aria-pressed", String(isKept));
    button.addEventListener("click", () => { state.write({ focus: isKept ? "" : button.dataset.key }); showLayer(); });
  }
  tell();
  if (map) map.once("idle", () => { find("map").dataset.drawn = asked.name; });
}

function hover(event) {
  const tip = find("tip");
  const place = map.queryRenderedFeatures(event.point, { layers: ["places"] })[0];
  const commune = place ? null : map.queryRenderedFeatures(event.point, { layers: ["communes"] })[0];
  map.getCanvas().style.cursor = place || commune ? "pointer" : "";
  tip.hidden = !(place || (commune && names && told));
  if (tip.hidden) return;
  const title = document.createElement("b");
  title.textContent = place ? places[place.properties.rank][3] : names.names[commune.properties.n];
  tip.replaceChildren(title);
  if (commune) {
    const one = classes[commune.properties.n];
    tip.append(one < 0 ? site.texts.no_data : told.labels[one]);
  }
  const isRight = event.point.x > map.getContainer().clientWidth / 2;
  tip.style.left = isRight ? "" : `${event.point.x + 14}px`;
  tip.style.right = isRight ? `${map.getContainer().clientWidth - event.point.x + 14}px` : "";
  tip.style.top = `${event.point.y + 12}px`;
}

function pick(point) {
  const place = map.queryRenderedFeatures(point, { layers: ["places"] })[0];
  if (place) return openPlace(places[place.properties.rank], () => { closeSheet(); const { commune } = state.read(); if (commune) chooseCode(commune, false); });
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
  map = await makeMap(await openTiles(say), view);
  window.map = map;
  framed = map.cameraForBounds(site.bounds, { padding: 24 }).zoom;
  if (!view) frame(map, site.bounds.flat());
  map.on("mousemove", hover);
  map.on("mouseout", () => { find("tip").hidden = true; });
  map.on("click", (event) => pick(event.point));
  map.getCanvas().addEventListener("keydown", (event) => {
    const { clientWidth, clientHeight } = map.getContainer();
    if (event.key === "Enter") pick([clientWidth / 2, clientHeight / 2]);
  });
  map.on("moveend", () => {
    const { lng, lat } = map.getCenter();
    state.write({ view: `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}` });
    tell();
  });
}

function listen() {
  find("layer").addEventListener("change", () => { state.write({ layer: find("layer").value === site.default_layer ? "" : find("layer").value, focus: "" }); showLayer(); });
  for (const button of document.querySelectorAll("[data-zone]")) button.addEventListener("click", () => map && frame(map, site.zones.find((one) => one.name === button.dataset.zone).box));
  window.addEventListener("hashchange", async () => { await showLayer(); const { commune } = state.read(); if (commune) await chooseCode(commune, true); else forget(); });
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
  try {
    await drawMap();
  } catch (problem) {
    map = null;
    say(site.texts.no_map);
    console.warn(problem);
  }
  await showLayer();
  names = await get("map/names.json.gz");
  if (map) await Promise.all([addTowns(map, framed), addPlaces(map).then((found) => { places = found; })]);
  tell();
  document.querySelector(".embed-how").addEventListener("toggle", embed);
  const { commune } = state.read();
  if (commune) await chooseCode(commune, !viewAsked());
  document.body.dataset.ready = "1";
}

start();
