// The names of towns: as many as the map has room for, by the app's own count, none over another.
import { get, site } from "./data.js";
import { namesCount } from "./crowd.js";

const colours = site.colours;
// The library reads a weight in the first name of a stack; no font has this one, the next is taken.
export const FONT = ["system-ui", "sans-serif"];
export const STRONG_FONT = ["Territory semibold", ...FONT];
const LETTER_PX = 6.4;
const STRONG_LETTER_PX = 8;
const GAP_EM = 1.35; // beside a sign, which may stand on the town
const SIZES = ["match", ["get", "rank"], 1, 13, 2, 12, 3, 11.5, 11];

// Where a name stands: the side of it that is by its point.
const OFFSETS = { left: [GAP_EM, 0], right: [-GAP_EM, 0], bottom: [0, -GAP_EM], top: [0, GAP_EM] };
const anchors = (...sides) => ["literal", sides.flatMap((side) => [side, OFFSETS[side]])];

// On which side of its point a name has room in the map that frames the territory, if not on both.
function roomOf(x, width, text, rank, hidden) {
  const long = 16 + (rank < 3 ? STRONG_LETTER_PX : LETTER_PX) * text.length;
  if (x + long > width) return "left";
  return x - long < hidden ? "right" : "";
}

// Chief towns are named before signs are placed, the others where signs leave room: so all of them on a
// country seen whole, where groups of places stand apart.
const CHIEF_RANK = 2;
const WHOLE_ZOOM = 6.5;
const layerOf = (id) => ({
  id,
  type: "symbol",
  source: "towns",
  layout: {
    "text-field": ["get", "name"],
    "text-font": ["case", ["<", ["get", "rank"], 3], ["literal", STRONG_FONT], ["literal", FONT]],
    "text-size": SIZES,
    "symbol-sort-key": ["get", "order"],
    "text-variable-anchor-offset": ["match", ["get", "room"], "left", anchors("right", "bottom", "top"), "right", anchors("left", "bottom", "top"), anchors("left", "right", "bottom", "top")],
    "text-padding": 1,
    "text-max-width": 30,
  },
  paint: { "text-color": colours.ink, "text-halo-color": colours.paper, "text-halo-width": 1.4 },
});
export const [townLayer, chiefLayer] = [layerOf("towns"), layerOf("chief-towns")];

export async function addTowns(map, framed, hidden) {
  const towns = await get("map/towns.json.gz");
  const width = map.getContainer().clientWidth;
  const middle = maplibregl.MercatorCoordinate.fromLngLat(framed.center).x;
  const placeOf = (x, y) => width / 2 + (maplibregl.MercatorCoordinate.fromLngLat([x, y]).x - middle) * 512 * 2 ** framed.zoom;
  map.getSource("towns").setData({
    type: "FeatureCollection",
    features: towns.map(([name, x, y, rank], order) => ({ type: "Feature", properties: { name, order, rank, room: roomOf(placeOf(x, y), width, name, rank, hidden) }, geometry: { type: "Point", coordinates: [x, y] } })),
  });
  // What may be named depends on the zoom alone: names do not come and go as the map is dragged.
  const name = () => {
    const { clientWidth, clientHeight } = map.getContainer();
    const count = namesCount(clientWidth, clientHeight, map.getZoom() - framed.zoom);
    const chief = site.is_whole && map.getZoom() < WHOLE_ZOOM ? 0 : CHIEF_RANK;
    for (const [layer, compared] of [["chief-towns", "<="], ["towns", ">"]]) map.setFilter(layer, ["all", [compared, ["get", "rank"], chief], ["<", ["get", "order"], count]]);
  };
  map.on("zoomend", name);
  map.on("resize", name);
  name();
}
