// The room a territory is framed in: the map less what the legend lies over, at its left, and what the
// maps of overseas do. A narrow map folds its legend.
const NARROW_PX = 640;
const room = () => {
  const [x, y] = now.padding;
  const beside = box.clientWidth < NARROW_PX ? 0 : now.beside;
  const {across, under} = roomOfInsets();
  const left = x + beside, right = x + across;
  return {paddingTopLeft: [left, y], paddingBottomRight: [right, Math.max(y + under, below(left + right, 2 * y + under))]};
};
// What is left free under a territory that stands at the top of the map, above the legend.
const below = (across, down) => {
  if (!now.isAtTop || box.clientWidth < NARROW_PX) { return 0; }
  const zoom = map.getBoundsZoom(now.bounds, false, L.point(across, down));
  const [low, high] = now.bounds.map(corner => map.project(L.latLng(corner), zoom));
  return box.clientHeight - now.padding[1] - Math.ceil(low.y - high.y) - 1;
};
