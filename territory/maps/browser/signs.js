// --- Counters, stops and what stands beside: one by one where there is room for their forms, else
// together with their number. Those of the territory and those around are never counted together.
const iconOf = (name, html, size) => L.divIcon({className: name, html, iconSize: size});
const together = (places, room) =>
  gathered(places.map(place => map.project(place.at, map.getZoom())), room).map(({ranks, x, y}) => (
    {places: ranks.map(rank => places[rank]), at: map.unproject([x, y], map.getZoom())}));

let pointed = null; // what the pointer is on: a card that comes later than the pointer left is not shown
const point = (marker, name, cardOf) => {
  marker.on("mouseover mousemove", event => {
    pointed = name;
    cardOf().then(content => {
      if (pointed === name && content) {
        showCard(content, map.mouseEventToContainerPoint(event.originalEvent));
      }
    });
  });
  marker.on("mouseout", () => { pointed = null; hideCard(); });
};
const cardsOf = file => fetched(file.cards);
const openSign = (file, place, back) => cardsOf(file).then(cards => {
  const show = () => { closePanel(); map.setView(place.at, Math.max(map.getZoom(), 13), {animate: false}); };
  openDoor(cards[place.id], show, back);
});
const drawSign = (file, place) => {
  const marker = L.marker(place.at, {
    pane: "signs", keyboard: false, zIndexOffset: place.inside ? 1000 : 0,
    icon: iconOf(`territory-sign ${file.family}${place.inside ? "" : " around"}`, forms[place.form], [22, 22]),
  });
  marker.on("add", () => { marker.getElement().dataset.form = place.form; });
  point(marker, place.id, () => cardsOf(file).then(cards => cards[place.id]));
  marker.on("click", event => {
    if (file.family !== "stop") { pointed = null; openSign(file, place); } else {
      isWhole = true;
      cardsOf(file).then(cards => showCard(cards[place.id], map.mouseEventToContainerPoint(event.originalEvent)));
    }
  });
  return marker;
};
const drawGroup = (file, group, isInside) => {
  const count = group.places.length;
  const bounds = L.latLngBounds(group.places.map(place => place.at));
  const words = String(count);
  const side = 15 + 3 * words.length;
  const marker = L.marker(group.at, {
    pane: "signs", keyboard: false, zIndexOffset: isInside ? 1500 : 100,
    icon: iconOf(`territory-group ${file.family}${isInside ? "" : " around"}`,
      file.family === "counter" ? `<b>${words}</b>` : `${forms[file.family]}<b>${words}</b>`,
      file.family === "counter" ? [side, side] : [40, 22]),
  });
  const title = () => Promise.resolve({title: now.words.gathered.replace("{count}", words), lines: []});
  point(marker, `${file.url} ${group.places[0].id}`, title);
  marker.on("click", () => {
    hideCard();
    const closest = map.getBoundsZoom(bounds, false, [40, 40]);
    // Places that no zoom parts are read in a list.
    if (map.getZoom() >= map.getMaxZoom() || closest <= map.getZoom()) {
      if (file.family === "counter") { listDoors(file, group.places); return; }
    }
    map.fitBounds(bounds, {animate: false, padding: [40, 40], maxZoom: map.getMaxZoom()});
  });
  return marker;
};
const placeSigns = () => {
  remove("signs");
  pointed = null;
  if (!now.signs) { return; }
  const made = now.signs.flatMap(({file, places}) => [false, true].flatMap(isInside =>
    together(places.filter(place => place.inside === isInside), APART_PX[file.family])
      .map(group => group.places.length === 1
        ? drawSign(file, group.places[0]) : drawGroup(file, group, isInside))));
  drawn.signs = L.layerGroup(made).addTo(map);
};
map.on("zoomend", placeSigns);

const drawSigns = async (wanted, mine) => {
  const urls = JSON.stringify(wanted.signs);
  if (now.signsUrls === urls) { return; }
  const all = await Promise.all(wanted.signs.map(file => fetched(file.url)));
  if (mine !== turn) { return; }
  closePanel();
  now.signs = wanted.signs.map((file, rank) => ({file, places: all[rank]}));
  now.signsUrls = urls;
  placeSigns();
  drawDoors();
};
