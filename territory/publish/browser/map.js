// The map: communes in the colours of a layer, limits, names, counters, the commune selected.
import { get, site } from "./data.js";

const NONE = -1;
const SIGN_PX = 22;
const FIRST_NAMES = 14;
const BESIDE_LEGEND_PX = 270;
const colours = site.colours;
let classes = [];

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const classOf = () => ["at", ["get", "n"], ["literal", classes]];

function fillOf(layer, focus) {
  const pairs = layer.colours.flatMap((colour, rank) => [rank, focus === "" || Number(focus) === rank ? colour : layer.paled[rank]]);
  return ["match", classOf(), ...pairs, "transparent"];
}

function hatch() {
  const [step, size] = [8, 8];
  const drawn = document.createElement("canvas");
  drawn.width = drawn.height = size * 2;
  const pen = drawn.getContext("2d");
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, size * 2, size * 2);
  pen.strokeStyle = colours.hatch;
  pen.lineWidth = 3;
  for (let at = -step * 4; at < step * 6; at += step * 2) {
    pen.beginPath();
    pen.moveTo(at - 4, size * 2 + 4);
    pen.lineTo(at + size * 2 + 4, -4);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size * 2, size * 2);
}

async function picture(address) {
  const image = new Image(SIGN_PX * 2, SIGN_PX * 2);
  image.src = address;
  await image.decode();
  return image;
}

export function frame(map, box, padding = 24) {
  const wide = map.getContainer().clientWidth > 640;
  const left = wide ? BESIDE_LEGEND_PX : padding;
  map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: { top: padding, bottom: padding, right: padding, left }, animate: !still, duration: 600 });
}

export const glide = (map, to) => (still ? map.jumpTo(to) : map.easeTo({ ...to, duration: 600 }));

export async function makeMap(sources, view) {
  const line = (width) => ["interpolate", ["linear"], ["zoom"], ...width];
  const map = new maplibregl.Map({
    container: "map",
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    maxZoom: 13,
    minZoom: 3,
    fadeDuration: still ? 0 : 150,
    locale: site.texts.controls,
    ...(view || { bounds: site.bounds, fitBoundsOptions: { padding: 24 } }),
    style: {
      version: 8,
      sources: {
        ...sources,
        towns: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
        places: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": colours.wash } },
        { id: "communes", type: "fill", source: "communes", "source-layer": "communes", paint: { "fill-color": colours.paper, "fill-antialias": false } },
        { id: "no-data", type: "fill", source: "communes", "source-layer": "communes", filter: false, paint: { "fill-pattern": "hatch" } },
        { id: "lines", type: "line", source: "communes", "source-layer": "communes", minzoom: 7, paint: { "line-color": colours.border, "line-width": line([7, 0.1, 9, 0.5, 12, 0.9]), "line-opacity": line([7, 0.25, 9, 0.7]) } },
        { id: "limits", type: "line", source: "departements", "source-layer": "departements", paint: { "line-color": colours.border, "line-width": line([4, 0.5, 8, 1.3, 12, 2]) } },
        { id: "selected", type: "line", source: "communes", "source-layer": "communes", filter: ["==", ["get", "n"], NONE], layout: { "line-join": "round" }, paint: { "line-color": colours.selection, "line-width": line([5, 1.5, 9, 3]) } },
        { id: "towns", type: "symbol", source: "towns", filter: [">=", ["zoom"], ["get", "from"]], layout: { "text-field": ["get", "name"], "text-font": ["system-ui", "sans-serif"], "text-size": line([5, 11, 10, 13]), "symbol-sort-key": ["get", "order"], "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.6, "text-padding": 5, "text-max-width": 9 }, paint: { "text-color": colours.ink, "text-halo-color": colours.paper, "text-halo-width": 1.4 } },
        { id: "places", type: "symbol", source: "places", minzoom: site.is_whole ? 7.5 : 3, layout: { "icon-image": ["get", "form"], "icon-size": line([7, 0.6, 10, 1]), "icon-allow-overlap": true, "icon-padding": 0 } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), "bottom-right");
  await map.once("style.load");
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  return map;
}

export async function show(map, layer, focus) {
  const digits = await get(`map/classes/${layer.name}.json.gz`);
  classes = Array.from(digits, (one) => (one === "-" ? NONE : Number(one)));
  map.setPaintProperty("communes", "fill-color", fillOf(layer, focus));
  map.setFilter("no-data", ["==", classOf(), NONE]);
  return classes;
}

export const mark = (map, rank) => map.setFilter("selected", ["==", ["get", "n"], rank]);

export async function addTowns(map, start) {
  const towns = await get("map/towns.json.gz");
  // The first names at once, three times as many a zoom further; a filter knows whole zooms alone.
  map.getSource("towns").setData({
    type: "FeatureCollection",
    features: towns.map(([name, x, y, rank], order) => ({ type: "Feature", properties: { name, order, rank, from: Math.floor(start) + Math.log(Math.max(order / FIRST_NAMES, 1)) / Math.log(3) }, geometry: { type: "Point", coordinates: [x, y] } })),
  });
}

export async function addPlaces(map) {
  const [places] = await Promise.all([
    get(`map/places.${site.lang}.json.gz`),
    ...Object.entries(site.forms).map(async ([name, address]) => map.addImage(name, await picture(address), { pixelRatio: 2 })),
  ]);
  map.getSource("places").setData({
    type: "FeatureCollection",
    features: places.map(([x, y, form], rank) => ({ type: "Feature", properties: { rank, form }, geometry: { type: "Point", coordinates: [x, y] } })),
  });
  return places;
}
