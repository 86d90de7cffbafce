// The places over the colours: their forms, one by one or together with their number.
import { get, site } from "./data.js";
import { APART_PX, gathered } from "./crowd.js";
import { STRONG_FONT } from "./names.js";
import * as state from "./state.js";

const colours = site.colours;
const NONE = "none";
const INKS = { mediation: colours.accent, agency: colours.soft_ink };
// From so far that the app draws no place of so many communes, wider groups leave the colours to be seen.
const AFAR_PX = 60;
const inkOf = (family) => INKS[family] || colours.ink;
const options = new URLSearchParams(location.search);
const every = new Map(); // family → its places, once one has asked for them
const groups = new Map(); // family → what is drawn of it, by rank
const nowhere = [];
let zoom = Infinity; // of the map; without one places are read as from near
const empty = { type: "FeatureCollection", features: [] };
const fade = (seen) => ["case", ["get", "inside"], seen, seen * 0.55];

// --- What is asked for: in the address, else where the page is put, else what the app draws.
const told = () => state.read().signs || options.get("signs") || "";
const isDefault = (one) => one.from !== null && zoom >= one.from;
const isAsked = (one) => (told() ? told().split(",").includes(one.family) : isDefault(one));
export const askedFamilies = () => site.signs.filter(isAsked).map((one) => one.family);

export function ask(families) {
  const isUsual = !options.get("signs") && site.signs.every((one) => families.includes(one.family) === isDefault(one));
  state.write({ signs: isUsual ? "" : families.join(",") || NONE });
}

// --- Layers, the last family of the choices under the first.
export const placeSources = Object.fromEntries(site.signs.map(({ family }) => [`signs-${family}`, { type: "geojson", data: empty }]));

function layersOf({ family }) {
  const isCounter = family === "counter";
  const isGroup = ["has", "count"];
  const rings = isCounter ? [{ id: "rings", type: "circle", source: "signs-counter", filter: ["all", isGroup, ["get", "inside"]], paint: { "circle-color": colours.paper, "circle-radius": ["+", 6.5, ["*", 2, ["length", ["get", "words"]]]], "circle-stroke-color": colours.ink, "circle-stroke-width": 1.5 } }] : [];
  return [...rings, {
    id: `signs-${family}`,
    type: "symbol",
    source: `signs-${family}`,
    layout: {
      "icon-image": ["get", "form"],
      "icon-allow-overlap": true,
      "icon-padding": 0,
      "text-field": ["get", "words"],
      "text-font": STRONG_FONT,
      "text-size": 11,
      "text-anchor": isCounter ? "center" : "left",
      "text-offset": isCounter ? [0, 0] : [0.8, 0],
      "text-allow-overlap": true,
      "text-padding": 0,
    },
    paint: { "icon-opacity": fade(1), "text-opacity": fade(1), "text-color": inkOf(family), "text-halo-color": colours.paper, "text-halo-width": 1.5 },
  }];
}
export const placeLayers = [...site.signs].reverse().flatMap(layersOf);
const drawnLayers = placeLayers.map((one) => one.id);

// --- Places.
async function load(family) {
  if (!every.has(family)) {
    const { x, y, forms, form, names, communes } = await get(`map/places/${family}.json.gz`);
    every.set(family, x.map((_, rank) => {
      const at = [x[rank] / 1e5, y[rank] / 1e5];
      return { family, rank, at, form: forms[form[rank]], name: names[rank], commune: communes[rank], isInside: typeof communes[rank] === "number" };
    }));
  }
  return every.get(family);
}
const point = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });

// The same places at the same zoom always give the same groups; neighbours' are never among them.
function grouped({ family, near }, places) {
  const size = 512 * 2 ** zoom;
  return [false, true].flatMap((inside) => {
    const some = places.filter((one) => one.isInside === inside);
    const spots = some.map((one) => (one.spot ||= maplibregl.MercatorCoordinate.fromLngLat(one.at)));
    return gathered(spots.map((one) => ({ x: one.x * size, y: one.y * size })), zoom < near ? AFAR_PX : APART_PX[family])
      .map(({ ranks, x, y }) => ({ places: ranks.map((rank) => some[rank]), at: new maplibregl.MercatorCoordinate(x / size, y / size).toLngLat().toArray(), inside }));
  });
}
function featureOf(family, { places, at, inside }, rank) {
  if (places.length === 1) return point(places[0].at, { rank, inside, form: places[0].form, words: "" });
  return point(at, { rank, inside, count: places.length, words: String(places.length), form: family === "counter" ? "" : family });
}

let turn = 0;

export async function drawPlaces(map) {
  const mine = ++turn;
  if (map) zoom = map.getZoom();
  const wanted = site.signs.filter(isAsked);
  const loaded = await Promise.all(wanted.map((one) => load(one.family)));
  if (mine !== turn) return null;
  if (map) {
    for (const one of site.signs) {
      const places = loaded[wanted.indexOf(one)] || nowhere;
      const made = grouped(one, places);
      groups.set(one.family, made);
      map.getSource(`signs-${one.family}`).setData({ type: "FeatureCollection", features: made.map((group, rank) => featureOf(one.family, group, rank)) });
    }
  }
  tellLegend();
  return loaded.flat();
}

// Of the legend, the forms that are asked for.
export function tellLegend() {
  const families = askedFamilies();
  for (const line of document.querySelectorAll("#legend li[data-sign]")) {
    const family = ["stop", "mediation", "agency"].includes(line.dataset.sign) ? line.dataset.sign : "counter";
    line.hidden = !families.includes(family);
  }
}

// --- What the pointer is on: the places of a form, or nothing.
export function placesAt(map, at) {
  const [found] = map.queryRenderedFeatures(at, { layers: drawnLayers });
  if (!found) return null;
  const family = found.layer.id === "rings" ? "counter" : found.layer.id.replace("signs-", "");
  return groups.get(family)?.[found.properties.rank]?.places || null;
}

export const boxOf = (places) => {
  const [x, y] = [0, 1].map((axis) => places.map((one) => one.at[axis]));
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
};

export const kindOf = (place) => place.form.split(" ").map((one) => site.texts.kinds[one]).filter(Boolean).join(", ");
