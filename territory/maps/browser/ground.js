// --- What lies under: the optional basemap, the one thing that asks the outside.
const note = make("p", box, undefined, "territory-note");
note.hidden = true;
const drawBasemap = wanted => {
  remove("basemap");
  note.hidden = true;
  if (drawn.attribution) { drawn.attribution.remove(); delete drawn.attribution; }
  if (!wanted.basemap) { return; }
  drawn.attribution = L.control.attribution({prefix: false}).addTo(map);
  drawn.basemap = L.tileLayer(wanted.basemap.url,
    {attribution: wanted.basemap.attribution, maxZoom: 18}).addTo(map);
  drawn.basemap.on("tileerror", () => { note.textContent = wanted.words.no_basemap; note.hidden = false; });
};

const drawImages = wanted => {
  const old = drawn.images;
  drawn.images = L.layerGroup(wanted.images.map(({url, bounds}) =>
    L.imageOverlay(url, bounds, {pane: "images", opacity: wanted.basemap ? 0.7 : 1, alt: ""})));
  // The old images stay under the new ones until these have come: no blink.
  const coming = drawn.images.getLayers();
  let left = coming.length;
  const done = () => { left -= 1; if (left <= 0 && old) { old.remove(); } };
  coming.forEach(image => image.on("load error", done));
  drawn.images.addTo(map);
  if (!coming.length && old) { old.remove(); }
  return Promise.all(coming.map(image => new Promise(resolve => image.on("load error", resolve))));
};
const drawGround = async (wanted, mine) => {
  if (now.groundUrl === wanted.ground) { return; }
  if (!wanted.ground) { remove("ground"); now.groundUrl = null; return; }
  const shapes = await fetched(wanted.ground);
  if (mine !== turn) { return; }
  remove("ground");
  drawn.ground = L.geoJSON(shapes, {
    pane: "ground", renderer: inPane.ground, interactive: false, smoothFactor: 0.5,
    style: () => ({className: "ground", color: look.rule, weight: 1, fillColor: look.faint, fillOpacity: 1}),
  }).addTo(map);
  now.groundUrl = wanted.ground;
};
// The neighbouring communes, in grey: their names come under the pointer.
const aroundLook = {color: look.rule, weight: 0.6, fillColor: look.faint};
const drawAround = async (wanted, mine) => {
  if (now.aroundUrl === wanted.around) { return; }
  const shapes = wanted.around ? await fetched(wanted.around) : null;
  if (mine !== turn) { return; }
  remove("around");
  if (shapes) {
    drawn.around = L.geoJSON(shapes, {
      pane: "around", renderer: inPane.around, smoothFactor: 0.5,
      style: () => ({fillOpacity: 1, ...aroundLook}),
    });
    hover(drawn.around, feature => feature.properties.card, aroundLook, {color: look.soft_ink});
    drawn.around.addTo(map);
  }
  now.aroundUrl = wanted.around;
};
