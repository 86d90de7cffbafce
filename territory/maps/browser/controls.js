// --- Zoom in words; the wheel zooms once the map has been clicked, before that it scrolls the page.
const zoom = L.control.zoom().addTo(map);
map.on("focus", () => map.scrollWheelZoom.enable());
map.on("blur", () => map.scrollWheelZoom.disable());

// --- The whole territory: framed when it changes, when its button asks, and as the window grows or
// shrinks for as long as the reader has not moved the map.
let hasMoved = false;
const frame = () => {
  map.fitBounds(now.bounds, {animate: false, ...room()});
  now.framedZoom = map.getZoom();
  hasMoved = false;
};
const corners = '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path fill="none" '
  + `stroke="${look.ink}" stroke-width="2" d="M1 5V1H5M11 1H15V5M15 11V15H11M5 15H1V11"/></svg>`;
const reset = make("a", zoom.getContainer(), undefined, "territory-reset");
reset.href = "#";
reset.setAttribute("role", "button");
reset.innerHTML = corners;
L.DomEvent.on(reset, "click", event => { L.DomEvent.stop(event); frame(); });
map.on("zoomend dragstart", () => { hasMoved = true; });
map.on("resize", () => { if (now.bounds && !hasMoved) { frame(); } });

// --- Buttons to the zones of the country.
const zones = L.control({position: "topright"});
zones.onAdd = () => {
  const bar = make("div", undefined, undefined, "territory-zones");
  L.DomEvent.disableClickPropagation(bar);
  return bar;
};
zones.addTo(map);
const drawZones = wanted => {
  const bar = zones.getContainer();
  bar.replaceChildren();
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", wanted.words.zones);
  wanted.zones.forEach(({name, bounds}) => {
    const button = make("button", bar, name);
    button.type = "button";
    button.addEventListener("click", () => map.fitBounds(bounds, {animate: false, padding: [8, 8]}));
  });
  bar.hidden = wanted.zones.length < 2;
};
