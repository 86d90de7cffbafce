// The map's library, gzipped by us: a fourth of its size, whatever the server does of scripts.
import { fetched } from "./data.js";

async function run(path) {
  const address = URL.createObjectURL(new Blob([await (await fetched(path)).text()], { type: "text/javascript" }));
  const script = document.createElement("script");
  const ended = new Promise((resolve, reject) => { script.onload = resolve; script.onerror = () => reject(new Error(path)); });
  script.src = address;
  document.head.append(script);
  await ended;
  URL.revokeObjectURL(address);
}

// `maplibregl` and `pmtiles` are there once it is kept.
export const library = Promise.all(["assets/maplibre-gl.js.gz", "assets/pmtiles.js.gz"].map(run));
library.catch(() => {});
