// Counters, stops and mediation places.
const lozenge = L.divIcon({
  className: "itinerant-counter", iconSize: [22, 22], iconAnchor: [11, 29],
  html: '<svg width="22" height="22" aria-hidden="true"><path d="M11 2 20 11 11 20 2 11Z" '
    + `fill="${look.paper}" stroke="${look.ink}" stroke-width="2.5"/></svg>`,
});
const square = L.divIcon({
  className: "mediation-place", iconSize: [12, 12], iconAnchor: [6, 6],
  html: '<svg width="12" height="12" aria-hidden="true"><rect x="2" y="2" width="8" height="8" '
    + `fill="${look.paper}" stroke="${look.accent}" stroke-width="2"/></svg>`,
});
const triangle = L.divIcon({
  className: "itinerant-stop", iconSize: [16, 15], iconAnchor: [8, 9],
  html: '<svg width="16" height="15" aria-hidden="true"><path d="M8 2 14.5 13H1.5Z" '
    + `fill="${look.paper}" stroke="${look.ink}" stroke-width="2"/></svg>`,
});
const icons = {mediation: square, stop: triangle};
const drawSigns = async (wanted, mine) => {
  const urls = wanted.signs.join(" ");
  if (now.signsUrls === urls) { return; }
  const all = await Promise.all(wanted.signs.map(fetched));
  if (mine !== turn) { return; }
  remove("signs");
  drawn.signs = L.layerGroup(all.map(points => {
    const layer = L.geoJSON(points, {
      pointToLayer: (feature, at) => feature.properties.sign === "fixed"
        ? L.circleMarker(at, {pane: "signs", renderer: inPane.signs, radius: points.features.length > 120 ? 2.5 : 5, className: "counter",
          fillColor: look.paper, fillOpacity: 1, color: look.ink,
          weight: points.features.length > 120 ? 1.2 : 2.5, bubblingMouseEvents: false})
        : L.marker(at, {pane: "signs", keyboard: false,
          icon: icons[feature.properties.sign] || lozenge}),
    });
    const show = event => {
      const shape = event.propagatedFrom || event.layer;
      showCard(shape.feature.properties.card, map.mouseEventToContainerPoint(event.originalEvent));
    };
    layer.on("mouseover mousemove", show);
    layer.on("click", event => { dropCard(); isWhole = true; show(event); });
    layer.on("mouseout", hideCard);
    return layer;
  })).addTo(map);
  now.signsUrls = urls;
};
