// Files of the site. Those that end in .gz are gzipped by us: a server may have opened them already.
export const site = JSON.parse(document.getElementById("site").textContent);

const kept = new Map();

// A file of the site, opened: the answer holds what was gzipped.
export async function fetched(path) {
  const answer = await fetch(site.root + path);
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  if (!path.endsWith(".gz")) return answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const isGzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const body = new Blob([bytes]).stream();
  return new Response(isGzipped ? body.pipeThrough(new DecompressionStream("gzip")) : body);
}

export function get(path) {
  if (!kept.has(path)) {
    const coming = fetched(path).then((answer) => answer.json());
    coming.catch(() => kept.delete(path));
    kept.set(path, coming);
  }
  return kept.get(path);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export const number = (value) => new Intl.NumberFormat(site.lang).format(value);
