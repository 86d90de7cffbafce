// Communes one by one, rings of those too small to be seen, outlines.
const fillOf = (wanted, rank) => {
  const sign = wanted.shapes.classes[rank];
  return sign === "-" ? "url(#no-data)" : wanted.shapes.colours[Number(sign)];
};
const resting = {color: look.border, weight: 0.6};
const drawShapes = async (wanted, mine) => {
  if (!wanted.shapes) { remove("shapes"); now.shapesUrl = null; return; }
  const [shapes] = await Promise.all([fetched(wanted.shapes.url)]);
  if (mine !== turn) { return; }
  if (now.shapesUrl !== wanted.shapes.url) {
    remove("shapes");
    drawn.shapes = L.geoJSON(shapes, {
      pane: "shapes", renderer: inPane.shapes, smoothFactor: 0.3,
      style: () => ({className: "commune", fillOpacity: 1, ...resting}),
    });
    hover(drawn.shapes, feature => now.cards && now.cards[feature.id], resting, {color: look.ink, weight: 2.5});
    drawn.shapes.addTo(map);
    now.shapesUrl = wanted.shapes.url;
  }
  let rank = 0;
  drawn.shapes.eachLayer(shape => {
    shape.setStyle({fillColor: fillOf(wanted, rank), fillOpacity: wanted.basemap ? 0.72 : 1});
    rank += 1;
  });
  now.cards = null;
  fetched(wanted.shapes.cards).then(cards => { if (mine === turn) { now.cards = cards; } });
};
// Rings of communes too small to be seen at this zoom; Leaflet gives a click on one its own place.
const SMALL_PX = 16;
const drawRings = wanted => {
  remove("rings");
  if (!wanted.shapes || !wanted.shapes.places.length || !drawn.shapes) { return; }
  const rings = drawn.shapes.getLayers().map((shape, rank) => {
    const bounds = shape.getBounds();
    const size = map.latLngToLayerPoint(bounds.getSouthEast())
      .subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
    if (Math.max(size.x, size.y) >= SMALL_PX) { return null; }
    const ring = L.circleMarker(wanted.shapes.places[rank], {
      pane: "rings", renderer: inPane.rings, radius: 9, className: "ring", color: look.selection, weight: 3,
      fillColor: fillOf(wanted, rank), fillOpacity: 1,
    });
    ring.feature = shape.feature;
    return ring;
  }).filter(Boolean);
  drawn.rings = L.featureGroup(rings).addTo(map);
  hover(drawn.rings, feature => now.cards && now.cards[feature.id]);
};
map.on("zoomend", () => { if (now.wanted) { drawRings(now.wanted); } });

const drawOutlines = async (wanted, mine) => {
  const same = now.outlinesUrl === (wanted.outlines && wanted.outlines.url);
  if (wanted.outlines && wanted.outlines.cards) {
    fetched(wanted.outlines.cards).then(cards => { if (mine === turn) { now.outlineCards = cards; } });
  }
  if (same) { return; }
  if (!wanted.outlines) { remove("outlines"); now.outlinesUrl = null; return; }
  const shapes = await fetched(wanted.outlines.url);
  if (mine !== turn) { return; }
  remove("outlines");
  const isFilled = Boolean(wanted.outlines.cards);
  // Lines between several territories are finer than the line around one.
  const border = {color: look.ink, weight: isFilled ? 0.8 : shapes.features.length > 1 ? 1 : 1.6};
  drawn.outlines = L.geoJSON(shapes, {
    pane: "outlines", renderer: inPane.outlines, interactive: isFilled, smoothFactor: 0.5,
    style: () => ({className: "outline", fill: isFilled, fillOpacity: 0, ...border}),
  });
  if (isFilled) {
    hover(drawn.outlines, feature => now.outlineCards && now.outlineCards[feature.id],
      border, {color: look.ink, weight: 2.6});
  } else {
    drawn.outlines.eachLayer(shape => shape.options.interactive = false);
  }
  drawn.outlines.addTo(map);
  now.outlinesUrl = wanted.outlines.url;
};
// The limits of EPCI, over communes: a dark line with a light edge, seen on every class.
const drawLimits = async (wanted, mine) => {
  if (now.limitsUrl === wanted.limits) { return; }
  const shapes = wanted.limits ? await fetched(wanted.limits) : null;
  if (mine !== turn) { return; }
  remove("limits");
  if (shapes) {
    const line = (color, weight) => L.geoJSON(shapes, {
      pane: "limits", renderer: inPane.limits, interactive: false, smoothFactor: 0.3,
      style: () => ({className: "limit", fill: false, color, weight}),
    });
    drawn.limits = L.layerGroup([line(look.paper, 2.6), line(look.ink, 1.1)]).addTo(map);
  }
  now.limitsUrl = wanted.limits;
};
