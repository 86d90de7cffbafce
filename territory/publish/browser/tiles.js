// Tiles are parts of files, one a zoom. A server that cannot send a part of a file sends it whole, once.
import { fill, site } from "./data.js";

// Two sources are made of the same tiles.
const KEPT_TILES = 64;
const address = (name, zoom) => new URL(`${site.root}map/tiles/${name}-${zoom}.pmtiles`, location.href).href;

async function sendsParts() {
  const stop = new AbortController();
  // Asked of the server: a browser that keeps the whole file would cut a part of it itself.
  const answer = await fetch(address(site.tiles[0], site.zooms[0]), { headers: { Range: "bytes=0-126" }, cache: "no-store", signal: stop.signal });
  const isPart = answer.status === 206;
  if (isPart) await answer.arrayBuffer();
  else stop.abort();
  return isPart;
}

async function opened(name, zoom, inParts) {
  const where = address(name, zoom);
  if (inParts) return new pmtiles.PMTiles(new pmtiles.FetchSource(where));
  const answer = await fetch(where);
  if (!answer.ok) throw new Error(`${answer.status} ${where}`);
  return new pmtiles.PMTiles(new pmtiles.FileSource(new File([await answer.blob()], `${name}-${zoom}.pmtiles`)));
}

export async function openTiles(say) {
  const inParts = await sendsParts();
  if (!inParts) say(fill(site.texts.whole_files, { size: site.tiles_size }));
  const files = new Map();
  const tiles = new Map();
  maplibregl.addProtocol("tiles", async ({ url }, stop) => {
    const [name, zoom, x, y] = url.slice("tiles://".length).split("/");
    const key = `${name}-${zoom}`;
    if (!files.has(key)) {
      const coming = opened(name, zoom, inParts);
      coming.catch(() => files.delete(key));
      files.set(key, coming);
    }
    if (!tiles.has(url)) {
      const file = await files.get(key);
      const tile = await file.getZxy(Number(zoom), Number(x), Number(y), inParts ? stop.signal : undefined);
      tiles.set(url, tile ? new Uint8Array(tile.data) : new Uint8Array());
      if (tiles.size > KEPT_TILES) tiles.delete(tiles.keys().next().value);
    }
    // The map takes what it is given away to its worker.
    return { data: tiles.get(url).slice() };
  });
  return Object.fromEntries(site.tiles.map((name) => [name, {
    type: "vector",
    tiles: [`tiles://${name}/{z}/{x}/{y}`],
    minzoom: site.zooms[0],
    maxzoom: site.zooms.at(-1),
  }]));
}
