// The browser's side of the map. `territory.maps` puts it in the page once; after that the page
// only calls `territoryMap.show(wanted)`: the view is kept, and what did not change is not redrawn.
// Words reach the page as text nodes, never as HTML; `look` is the palette's colours by name.
((map, look) => {
  "use strict";
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

  // Panes, from the bottom: images, shapes, outlines, the selection, the counters.
  [["images", 300], ["ground", 350], ["shapes", 400], ["outlines", 420], ["selection", 440], ["signs", 460],
    ["rings", 470]]
    .forEach(([name, rank]) => {
      map.createPane(name).style.zIndex = rank;
    });
  map.getPane("selection").style.pointerEvents = "none";
  const inPane = {};
  ["ground", "shapes", "outlines", "selection", "signs", "rings"].forEach(name => {
    inPane[name] = L.svg({pane: name, padding: 0.3});
  });

  // --- The hover card: kept inside the map, beside the pointer where there is room.
  const card = make("div", box, undefined, "territory-card");
  card.hidden = true;
  let carded = null;
  let isWhole = false; // a click on a sign keeps all its lines until the next click or move
  const hideCard = () => { if (!isWhole) { card.hidden = true; carded = null; } };
  const dropCard = () => { isWhole = false; hideCard(); };
  const showCard = (content, at) => {
    if (!content) { hideCard(); return; }
    if (isWhole && carded && carded !== content) { return; }
    if (carded !== content) {
      const first = isWhole ? [] : content.first || now.lines || [];
      const kept = content.lines.filter((_, rank) => !first.length || first.includes(rank));
      card.replaceChildren();
      make("strong", card, content.title);
      const lines = make("dl", card);
      kept.forEach(([label, value]) => { make("dt", lines, label); make("dd", lines, value); });
      if (content.first && kept.length < content.lines.length) { make("small", card, now.words.click); }
      card.classList.toggle("whole", isWhole);
      carded = content;
      card.hidden = false;
    }
    const keep = (value, room) => Math.max(4, Math.min(value, room - 4));
    const right = at.x + 18, left = at.x - 18 - card.offsetWidth;
    const fitsRight = right + card.offsetWidth < box.clientWidth;
    const isBeside = fitsRight || left > 0;
    const x = fitsRight ? right : left;
    const below = at.y + 22, above = at.y - 22 - card.offsetHeight;
    const y = isBeside ? at.y - card.offsetHeight / 2
      : below + card.offsetHeight < box.clientHeight ? below : above;
    card.style.left = keep(isBeside ? x : at.x - card.offsetWidth / 2,
      box.clientWidth - card.offsetWidth) + "px";
    card.style.top = keep(y, box.clientHeight - card.offsetHeight) + "px";
  };
  map.on("zoomstart dragstart click", dropCard);
  const hover = (layer, contentOf, resting, raised) => {
    layer.on("mouseover mousemove", event => {
      const shape = event.propagatedFrom || event.layer;
      if (raised) { shape.setStyle(raised); if (event.type === "mouseover") { shape.bringToFront(); } }
      showCard(contentOf(shape.feature), map.mouseEventToContainerPoint(event.originalEvent));
    });
    layer.on("mouseout", event => {
      hideCard();
      if (raised) { (event.propagatedFrom || event.layer).setStyle(resting); }
    });
  };

  // --- Zoom in words; the wheel zooms once the map has been clicked, before that it scrolls the page.
  const zoom = L.control.zoom().addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  // --- The whole territory: framed when it changes, when its button asks, and as the window grows or
  // shrinks for as long as the reader has not moved the map.
  let hasMoved = false;
  const frame = () => {
    map.fitBounds(now.bounds, {animate: false, padding: now.padding});
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
  const zones = L.control({position: "bottomleft"});
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

  const fillOf = (wanted, rank) => {
    const sign = wanted.shapes.classes[rank];
    return sign === "-" ? "url(#no-data)" : wanted.shapes.colours[Number(sign)];
  };
  const resting = {color: look.commune_line, weight: 0.6};
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

  const drawGround = async (wanted, mine) => {
    if (now.groundUrl === wanted.ground) { return; }
    if (!wanted.ground) { remove("ground"); now.groundUrl = null; return; }
    const shapes = await fetched(wanted.ground);
    if (mine !== turn) { return; }
    remove("ground");
    drawn.ground = L.geoJSON(shapes, {
      pane: "ground", renderer: inPane.ground, interactive: false, smoothFactor: 0.5,
      style: () => ({className: "ground", color: look.rule, weight: 1, fillColor: look.paper, fillOpacity: 1}),
    }).addTo(map);
    now.groundUrl = wanted.ground;
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
    const border = {color: look.ink, weight: isFilled ? 0.8 : 1.6};
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

  const show = wanted => {
    turn += 1;
    const mine = turn;
    delete box.dataset.drawn;
    dropCard();
    now.lines = wanted.lines;
    now.words = wanted.words;
    box.setAttribute("aria-label", wanted.words.label);
    box.setAttribute("role", "application");
    [[zoom._zoomInButton, wanted.words.zoom_in], [zoom._zoomOutButton, wanted.words.zoom_out],
      [reset, wanted.words.whole]]
      .forEach(([button, words]) => { button.title = words; button.setAttribute("aria-label", words); });
    now.bounds = wanted.frame.bounds;
    // A ring stands out of what it rings.
    now.padding = wanted.shapes && wanted.shapes.places.length ? [28, 28] : [8, 8];
    if (now.frame !== wanted.frame.name) {
      frame();
      now.frame = wanted.frame.name;
    }
    drawZones(wanted);
    const basemap = JSON.stringify(wanted.basemap);
    if (now.basemap !== basemap) { drawBasemap(wanted); now.basemap = basemap; }
    const images = JSON.stringify([wanted.images, basemap]);
    const imagesDone = now.images === images ? Promise.resolve() : drawImages(wanted);
    now.images = images;
    drawSelection(wanted);
    const shapesDone = drawShapes(wanted, mine).then(() => {
      if (mine === turn) { now.wanted = wanted; drawRings(wanted); }
    });
    return Promise.all([imagesDone, shapesDone, drawGround(wanted, mine), drawOutlines(wanted, mine), drawSigns(wanted, mine)])
      .then(() => { if (mine === turn) { box.dataset.drawn = wanted.key; } })
      .catch(error => {
        note.textContent = wanted.words.failed;
        note.hidden = false;
        console.warn(error);
      });
  };

  window.territoryMap = {show, map};
})
