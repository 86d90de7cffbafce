// --- Overseas on the map of France: small maps of the same layer, each at its own scale with its own
// scale bar; a click on one is a click on the territory it shows. Beside the country where the map is
// wide, in a row under it on a phone.
const INSETS_PX = {beside: 118, under: 132, buttons: 110}; // of the map kept free for them
const INSET_BOX_PX = {beside: [104, 96], under: [62, 62]};
const INSET_WORDS_PX = 30; // of a box, for its name and its bar
const BARS_KM = [1, 2, 5, 10, 20, 50, 100, 200];
const bars = make("div", box, undefined, "territory-insets");
L.DomEvent.disableClickPropagation(bars);
L.DomEvent.disableScrollPropagation(bars);
const insetsAreUnder = () => box.clientWidth < NARROW_PX;
// What stands over the map at its right: these small maps, or the buttons to communes far apart.
const roomOfInsets = () => {
  if (!now.insets || !now.insets.length) {
    const hasButtons = now.zonesCount > 1 && !insetsAreUnder();
    return {across: hasButtons ? INSETS_PX.buttons : 0, under: 0};
  }
  return insetsAreUnder() ? {across: 0, under: INSETS_PX.under} : {across: INSETS_PX.beside, under: 0};
};
const sizeOf = bounds => {
  const [[south, west], [north, east]] = bounds;
  const low = L.CRS.EPSG3857.project(L.latLng(south, west)), high = L.CRS.EPSG3857.project(L.latLng(north, east));
  return {across: high.x - low.x, up: high.y - low.y, shrink: Math.cos((south + north) * Math.PI / 360)};
};
const drawInset = ({name, label, url, bounds, at}, [width, height]) => {
  const {across, up, shrink} = sizeOf(bounds);
  const metres = Math.max(across / width, up / height); // of the web map, a pixel
  const button = make("button", bars, undefined, "territory-inset");
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.title = label;
  const frameOf = make("span", button, undefined, "territory-inset-map");
  frameOf.style.cssText = `width:${width}px;height:${height}px`;
  const image = make("img", frameOf);
  image.alt = "";
  image.src = url;
  image.style.cssText = `width:${across / metres}px;height:${up / metres}px`;
  const kilometres = metres * shrink / 1000; // on the ground, a pixel
  const length = BARS_KM.filter(one => one / kilometres <= width * 0.6).pop() || BARS_KM[0];
  make("span", button, name, "territory-inset-name");
  const bar = make("span", button, `${length} km`, "territory-inset-bar");
  bar.style.width = `${length / kilometres}px`;
  bar.dataset.kilometres = length;
  button.addEventListener("click", () => map.fire("click", {latlng: L.latLng(at)}));
};
const drawInsets = wanted => {
  now.insets = wanted.insets;
  bars.replaceChildren();
  bars.hidden = !wanted.insets.length;
  if (bars.hidden) { return; }
  bars.setAttribute("role", "group");
  bars.setAttribute("aria-label", wanted.words.insets);
  const isUnder = insetsAreUnder();
  bars.classList.toggle("under", isUnder);
  const [width, height] = INSET_BOX_PX[isUnder ? "under" : "beside"];
  // As high as the map has room for, above the scale.
  const room = (box.clientHeight - 56) / wanted.insets.length - INSET_WORDS_PX - 8;
  const size = isUnder ? [width, height] : [width, Math.max(24, Math.min(height, room))];
  wanted.insets.forEach(one => drawInset(one, size));
};
map.on("resize", () => { if (now.insets) { drawInsets({insets: now.insets, words: now.words}); } });
