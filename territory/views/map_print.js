// On paper the map keeps what it shows: its frame keeps its size on the screen, and is made smaller whole.
if (!window.territoryPrints) {
  window.territoryPrints = true;
  const widest = 690, highest = 470; // of the map on a page across, in pixels of CSS
  window.addEventListener("beforeprint", () => {
    const frame = document.querySelector(".st-key-stage iframe");
    if (!frame) { return; }
    const page = frame.contentDocument;
    if (page && !page.getElementById("printed")) {
      const style = page.createElement("style");
      style.id = "printed";
      // Buttons are of no use on paper; the scale bar stays.
      style.textContent = "@media print { .leaflet-top, .leaflet-bar { visibility: hidden; } }";
      page.head.append(style);
    }
    const {width, height} = frame.getBoundingClientRect();
    const scale = Math.min(widest / width, highest / height);
    const look = document.documentElement.style;
    Object.entries({width, height, scale}).forEach(([name, value]) => {
      look.setProperty(`--print-map-${name}`, name === "scale" ? String(value) : `${value}px`);
    });
  });
}
