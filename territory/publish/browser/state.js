// What is looked at stands in the address, after the #: a link opens the same map.
const KEYS = ["commune", "layer", "focus", "view", "signs"];

export function read() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(KEYS.map((key) => [key, asked.get(key) || ""]));
}

export function write(changes) {
  const now = { ...read(), ...changes };
  const kept = KEYS.filter((key) => now[key]).map((key) => `${key}=${encodeURIComponent(now[key]).replaceAll("%2F", "/").replaceAll("%2C", ",")}`);
  history.replaceState(null, "", kept.length ? `#${kept.join("&")}` : location.pathname + location.search);
}
