// Tiles are parts of one file. A server that cannot send a part of a file sends it whole, once.
import { fill, site } from "./data.js";

async function sendsParts(address) {
  const stop = new AbortController();
  const answer = await fetch(address, { headers: { Range: "bytes=0-126" }, signal: stop.signal });
  const isPart = answer.status === 206;
  if (isPart) await answer.arrayBuffer();
  else stop.abort();
  return isPart;
}

export async function openTiles(say) {
  const protocol = new pmtiles.Protocol();
  maplibregl.addProtocol("pmtiles", protocol.tile);
  const addresses = Object.entries(site.tiles).map(([name, tiles]) => [name, new URL(site.root + tiles.path, location.href).href]);
  const inParts = await sendsParts(addresses[0][1]);
  if (!inParts) say(fill(site.texts.whole_files, { size: site.tiles_size }));
  const opened = {};
  for (const [name, address] of addresses) {
    let source = new pmtiles.FetchSource(address);
    if (!inParts) source = new pmtiles.FileSource(new File([await (await fetch(address)).blob()], `${name}.pmtiles`));
    protocol.add(new pmtiles.PMTiles(source));
    opened[name] = {
      type: "vector",
      tiles: [`pmtiles://${source.getKey()}/{z}/{x}/{y}`],
      minzoom: site.zooms[0],
      maxzoom: site.zooms[1],
    };
  }
  return opened;
}
