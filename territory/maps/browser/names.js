// --- Names of towns and codes of départements: as many as the zoom has room for, none over another.
// The first ones are those the file puts first. What may be named depends on the zoom alone, so that
// names do not come and go as the map is dragged.
const MOST_NAMED = 160;
const NAME_GAP_PX = 5;
const CODE_ZOOMS = 1.6; // codes of départements go at so many zooms over the frame's
const nameSizes = {1: 13, 2: 12, 3: 11.5, 4: 11};
const pen = document.createElement("canvas").getContext("2d");
const widthOf = (text, size, weight) => {
  pen.font = `${weight} ${size}px ${getComputedStyle(box).fontFamily}`;
  return pen.measureText(text).width;
};
const touches = (one, other) => one.left < other.right + NAME_GAP_PX && other.left < one.right + NAME_GAP_PX
  && one.top < other.bottom + 2 && other.top < one.bottom + 2;
const boxAt = (left, middle, width, height) => (
  {left, right: left + width, top: middle - height / 2, bottom: middle + height / 2});
// The places of a name round its point: right, left, above, below; those that the window cuts come last.
const sidesOf = (at, width, height, gap, window) => {
  const sides = [
    boxAt(at.x + gap, at.y, width, height), boxAt(at.x - gap - width, at.y, width, height),
    boxAt(at.x - width / 2, at.y - height / 2 - gap, width, height),
    boxAt(at.x - width / 2, at.y + height / 2 + gap, width, height)];
  const isCut = one => one.left < window.min.x || one.right > window.max.x;
  return [...sides.filter(one => !isCut(one)), ...sides.filter(isCut)];
};
const drawName = (text, at, place, size, weight, name) => {
  const label = L.SVG.create("svg");
  const words = label.appendChild(L.SVG.create("text"));
  words.textContent = text;
  words.setAttribute("x", place.left - at.x);
  words.setAttribute("y", (place.top + place.bottom) / 2 - at.y + size * 0.35);
  words.setAttribute("font-size", size);
  words.setAttribute("font-weight", weight);
  label.setAttribute("class", `territory-name ${name}`);
  return L.marker(map.unproject(at, map.getZoom()), {
    pane: "names", interactive: false, keyboard: false,
    icon: L.divIcon({className: "territory-name-place", html: label, iconSize: [0, 0]}),
  });
};
const placeNames = () => {
  remove("names");
  if (!now.names) { return; }
  const deeper = map.getZoom() - (now.framedZoom || map.getZoom());
  const seen = map.getSize();
  const room = namesCount(seen.x, seen.y, deeper);
  const window = map.getPixelBounds();
  // Beside a sign of a counter, which may stand on the town.
  const gap = now.hasSigns ? 10 : 5;
  const [codes, towns] = [deeper < CODE_ZOOMS ? now.names.codes : [], now.names.towns.slice(0, room)];
  const taken = [], labels = [];
  let named = 0;
  const put = (text, latitude, longitude, size, weight, name, hasDot) => {
    const at = map.project([latitude, longitude], map.getZoom());
    const width = widthOf(text, size, weight), height = size * 1.15;
    const places = hasDot ? sidesOf(at, width, height, gap, window) : [boxAt(at.x - width / 2, at.y, width, height)];
    const place = places.find(one => !taken.some(other => touches(one, other)));
    if (!place) { return; }
    taken.push(place);
    if (hasDot) {
      taken.push(boxAt(at.x - 2, at.y, 4, 4));
      labels.push(L.circleMarker([latitude, longitude], {
        pane: "dots", renderer: inPane.dots, interactive: false, className: "town", radius: 2.2,
        color: look.paper, weight: 1, fillColor: look.ink, fillOpacity: 1,
      }));
    }
    named += 1;
    labels.push(drawName(text, at, place, size, weight, name));
  };
  const namesOf = some => some.forEach(([text, latitude, longitude, rank, isInside]) => {
    if (named < MOST_NAMED) {
      put(text, latitude, longitude, nameSizes[rank], rank < 3 ? 600 : 400,
        `town rank-${rank}${isInside ? "" : " around"}`, true);
    }
  });
  // The chief towns of régions, then codes, then the other towns where there is room left.
  namesOf(towns.filter(town => town[3] === 1));
  codes.forEach(([code, latitude, longitude]) => put(code, latitude, longitude, 10, 400, "code", false));
  namesOf(towns.filter(town => town[3] !== 1));
  drawn.names = L.layerGroup(labels).addTo(map);
};
map.on("zoomend", placeNames);

const drawNames = async (wanted, mine) => {
  if (now.namesUrl === wanted.names) { return; }
  const names = wanted.names ? await fetched(wanted.names) : null;
  if (mine !== turn) { return; }
  now.names = names;
  now.hasSigns = wanted.signs.length > 0;
  now.namesUrl = wanted.names;
  placeNames();
};

L.control.scale({position: "bottomright", imperial: false, maxWidth: 110}).addTo(map);
