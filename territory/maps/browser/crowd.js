// --- How much a map has room for, whatever library draws it: places one by one or together, names.
const APART_PX = {counter: 40, mediation: 40, agency: 40, stop: 60};
const NAME_ROOM_PX = 13000; // of map for each name, when the territory is framed

// Takes points of the screen in their order; each takes those nearer than `room` that none has taken.
// The same points always give the same groups. A group is the ranks of its points, and their middle.
const gathered = (points, room) => {
  const cells = new Map();
  const cellOf = (x, y) => `${x} ${y}`;
  const places = points.map(({x, y}) => [Math.floor(x / room), Math.floor(y / room)]);
  places.forEach(([x, y], rank) => {
    const cell = cellOf(x, y);
    if (cells.has(cell)) { cells.get(cell).push(rank); } else { cells.set(cell, [rank]); }
  });
  const isTaken = new Array(points.length).fill(false);
  return points.flatMap((first, rank) => {
    if (isTaken[rank]) { return []; }
    const [x, y] = places[rank];
    const near = [-1, 0, 1].flatMap(right => [-1, 0, 1].flatMap(down => cells.get(cellOf(x + right, y + down)) || []));
    const ranks = near.filter(one => !isTaken[one] && Math.hypot(points[one].x - first.x, points[one].y - first.y) < room)
      .sort((one, other) => one - other);
    ranks.forEach(one => { isTaken[one] = true; });
    const middle = axis => ranks.reduce((sum, one) => sum + points[one][axis], 0) / ranks.length;
    return [{ranks, x: middle("x"), y: middle("y")}];
  });
};

// How many towns may be named on a map so wide and high, so many zooms over the one that frames it.
const namesCount = (width, height, deeper) =>
  Math.max(6, width * height / NAME_ROOM_PX) * Math.pow(4, Math.max(0, deeper));
