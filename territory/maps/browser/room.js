// The room a territory is framed in: the map less what the legend lies over, at its left, and what the
// maps of overseas do. A narrow map folds its legend.
const NARROW_PX = 640;
const room = () => {
  const [x, y] = now.padding;
  const beside = box.clientWidth < NARROW_PX ? 0 : now.beside;
  const {across, under} = roomOfInsets();
  return {paddingTopLeft: [x + beside, y], paddingBottomRight: [x + across, y + under]};
};
