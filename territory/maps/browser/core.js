// The browser's side of the map. `territory.maps.leaflet` puts these files into the page once, one after
// the other in one function of the map and of the palette's colours by name (`look`); after that the
// page only calls `territoryMap.show(wanted)`: the view is kept, and what did not change is not redrawn.
// Words reach the page as text nodes, never as HTML.
const box = map.getContainer();
const kept = new Map(); // address -> promise of its JSON
let now = {};
const drawn = {};
let turn = 0;

const fetched = url => {
  if (!kept.has(url)) {
    kept.set(url, fetch(url).then(answer => {
      if (!answer.ok) { throw new Error(answer.status + " " + url); }
      return answer.json();
    }).catch(error => { kept.delete(url); throw error; }));
  }
  return kept.get(url);
};
const remove = name => { if (drawn[name]) { drawn[name].remove(); delete drawn[name]; } };
const make = (tag, parent, words, name) => {
  const element = L.DomUtil.create(tag, name || "", parent);
  if (words !== undefined) { element.textContent = words; }
  return element;
};

if (matchMedia("(prefers-reduced-motion: reduce)").matches) { map.options.inertia = false; }

// Panes, from the bottom: images, shapes, outlines, the selection, the counters.
[["images", 300], ["ground", 350], ["around", 360], ["shapes", 400], ["limits", 410], ["outlines", 420],
  ["selection", 440], ["dots", 450], ["signs", 460], ["rings", 470],
  ["names", 480]]
  .forEach(([name, rank]) => {
    map.createPane(name).style.zIndex = rank;
  });
["limits", "selection", "dots", "names"].forEach(name => { map.getPane(name).style.pointerEvents = "none"; });
const inPane = {};
["ground", "shapes", "limits", "outlines", "selection", "dots", "signs", "rings"].forEach(name => {
  inPane[name] = L.svg({pane: name, padding: 0.3});
});
// Neighbours are thousands of shapes of one look: one picture, not an element each.
inPane.around = L.canvas({pane: "around", padding: 0.3});
