// The map: communes in the colours of a layer, limits, places, names, the commune selected.
import { get, site } from "./data.js";
import { chiefLayer, townLayer } from "./names.js";
import { placeLayers, placeSources } from "./places.js";

const NONE = -1;
const SIGN_PX = 22;
const BESIDE_LEGEND_PX = 270;
const MARGIN_PX = 24;
const NARROW_MARGIN_PX = 10;
const WIDE_PX = 640;
const colours = site.colours;
let classes = [];

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const among = (ranks) => ["in", ["get", "n"], ["literal", ranks]];
const seen = (isSeen) => ({ visibility: isSeen ? "visible" : "none" });
const without = () => classes.flatMap((one, rank) => (one === NONE ? [rank] : []));
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

function paddingOf(map) {
  const isWide = map.getContainer().clientWidth > WIDE_PX;
  const margin = isWide ? MARGIN_PX : NARROW_MARGIN_PX;
  return { top: margin, bottom: margin, right: margin, left: isWide ? BESIDE_LEGEND_PX : margin };
}
const cornersOf = (box) => [[box[0], box[1]], [box[2], box[3]]];

export function frame(map, box, isGliding = !still) {
  map.fitBounds(cornersOf(box), { padding: paddingOf(map), animate: isGliding, duration: 600, maxZoom: map.getMaxZoom() });
}
export const framing = (map, box) => map.cameraForBounds(cornersOf(box), { padding: paddingOf(map) });
// How much of the map, at its left, the legend lies over.
export const hiddenPx = (map) => paddingOf(map).left - paddingOf(map).right;

export const glide = (map, to) => (still ? map.jumpTo(to) : map.easeTo({ ...to, duration: 600 }));

// The map in the colours of a layer. What is asked of few communes is drawn of another source of the same
// tiles, so that a click makes none of the colours again.
export async function makeMap(sources, view, layer, focus, found) {
  classes = found;
  const line = (width) => ["interpolate", ["linear"], ["zoom"], ...width];
  const map = new maplibregl.Map({
    container: "map",
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    maxZoom: 13,
    minZoom: site.zooms[0], // there are no tiles for less
    fadeDuration: 0,
    locale: site.texts.controls,
    ...(view || { bounds: site.bounds, fitBoundsOptions: { padding: 24 } }),
    style: {
      version: 8,
      sources: {
        ...sources,
        picked: sources.communes,
        towns: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
        ...placeSources,
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": colours.wash } },
        { id: "communes", type: "fill", source: "communes", "source-layer": "communes", paint: { "fill-color": fillOf(layer, focus), "fill-antialias": false } },
        { id: "no-data", type: "fill", source: "picked", "source-layer": "communes", filter: among(without()), layout: seen(without().length), paint: { "fill-pattern": "hatch" } },
        { id: "lines", type: "line", source: "communes", "source-layer": "communes", minzoom: 7, paint: { "line-color": colours.border, "line-width": line([7, 0.1, 9, 0.5, 12, 0.9]), "line-opacity": line([7, 0.25, 9, 0.7]) } },
        { id: "limits", type: "line", source: "departements", "source-layer": "departements", paint: { "line-color": colours.border, "line-width": line([4, 0.5, 8, 1.3, 12, 2]) } },
        { id: "selected", type: "line", source: "picked", "source-layer": "communes", filter: among([]), layout: { "line-join": "round", ...seen(false) }, paint: { "line-color": colours.selection, "line-width": line([5, 1.5, 9, 3]) } },
        townLayer,
        ...placeLayers,
        chiefLayer,
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), "bottom-right");
  await map.once("style.load");
  map.addImage("hatch", hatch(), { pixelRatio: 2 });
  await Promise.all(Object.entries(site.forms).map(async ([name, address]) => map.addImage(name, await picture(address), { pixelRatio: 2 })));
  return map;
}

export async function readClasses(layer) {
  return Array.from(await get(`map/classes/${layer.name}.json.gz`), (one) => (one === "-" ? NONE : Number(one)));
}

export function show(map, layer, focus, found) {
  classes = found;
  map.setPaintProperty("communes", "fill-color", fillOf(layer, focus));
  pick(map, "no-data", without());
}

function pick(map, id, ranks) {
  map.setFilter(id, among(ranks));
  map.setLayoutProperty(id, "visibility", seen(ranks.length).visibility);
}

export const mark = (map, rank) => pick(map, "selected", rank < 0 ? [] : [rank]);
