// One view of the map: what changed is drawn.
const drawSelection = wanted => {
  remove("selection");
  if (!wanted.selection) { return; }
  const feature = {type: "Feature", properties: {}, geometry: wanted.selection.shape};
  const line = (color, weight) => L.geoJSON(feature, {
    pane: "selection", renderer: inPane.selection, interactive: false,
    style: () => ({className: "selection", fill: false, color, weight}),
  });
  drawn.selection = L.layerGroup([line(look.paper, 7), line(look.selection, 3.5)]).addTo(map);
};

// The frame is Streamlit's, and so is its name: what it shows tells more.
const nameFrame = words => {
  document.documentElement.lang = words.language;
  document.title = words.title;
  if (window.frameElement) { window.frameElement.title = words.title; }
};

const show = wanted => {
  turn += 1;
  const mine = turn;
  delete box.dataset.drawn;
  dropCard();
  now.lines = wanted.lines;
  now.words = wanted.words;
  box.setAttribute("aria-label", wanted.words.label);
  box.setAttribute("role", "application");
  nameFrame(wanted.words);
  [[zoom._zoomInButton, wanted.words.zoom_in], [zoom._zoomOutButton, wanted.words.zoom_out],
    [reset, wanted.words.whole]]
    .forEach(([button, words]) => { button.title = words; button.setAttribute("aria-label", words); });
  now.bounds = wanted.frame.bounds;
  // A ring stands out of what it rings.
  now.beside = wanted.beside;
  now.isAtTop = wanted.isAtTop;
  now.padding = wanted.shapes && wanted.shapes.places.length ? [28, 28] : [8, 8];
  now.zonesCount = wanted.zones.length;
  drawInsets(wanted);
  drawZones(wanted);
  if (now.frame !== wanted.frame.name) {
    frame();
    now.frame = wanted.frame.name;
  }
  const basemap = JSON.stringify(wanted.basemap);
  if (now.basemap !== basemap) { drawBasemap(wanted); now.basemap = basemap; }
  const images = JSON.stringify([wanted.images, basemap]);
  const imagesDone = now.images === images ? Promise.resolve() : drawImages(wanted);
  now.images = images;
  drawSelection(wanted);
  const shapesDone = drawShapes(wanted, mine).then(() => {
    if (mine === turn) { now.wanted = wanted; drawRings(wanted); }
  });
  return Promise.all([imagesDone, shapesDone, drawGround(wanted, mine), drawAround(wanted, mine),
    drawLimits(wanted, mine), drawOutlines(wanted, mine), drawNames(wanted, mine), drawSigns(wanted, mine)])
    .then(() => { if (mine === turn) { box.dataset.drawn = wanted.key; } })
    .catch(error => {
      note.textContent = wanted.words.failed;
      note.hidden = false;
      console.warn(error);
    });
};

window.territoryMap = {show, map};
