// The room a territory is framed in: the map, less the corner the legend lies over. Kept free at the
// left or under the territory, whichever leaves it larger; a narrow map folds its legend.
const NARROW_PX = 640;
const room = () => {
  const [x, y] = now.padding;
  const {width, height} = now.beside;
  const bare = {paddingTopLeft: [x, y], paddingBottomRight: [x, y]};
  if (box.clientWidth < NARROW_PX || !width) { return bare; }
  const left = {...bare, paddingTopLeft: [x + width, y]};
  const under = {...bare, paddingBottomRight: [x, y + height]};
  const zoomIn = (across, down) => map.getBoundsZoom(now.bounds, false, L.point(across, down));
  return zoomIn(2 * x + width, 2 * y) >= zoomIn(2 * x, 2 * y + height) ? left : under;
};
