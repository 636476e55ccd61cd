// Moving the window on the map in a short glide, which a hand on the map ends.
const glide = (() => {
  let target = null;
  let asked = 0;

  const stop = () => {
    cancelAnimationFrame(asked);
    target = null;
  };

  // From one window to another in even steps of scale. Its offset follows the scale,
  // so that a point which both windows show at one place stays there on the way.
  const between = (from, to, part) => {
    const k = from.k * (to.k / from.k) ** part;
    const share = to.k === from.k ? part : (k - from.k) / (to.k - from.k);
    return { k, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  };
  const eased = (part) => (part < 0.5 ? 4 * part ** 3 : 1 - 4 * (1 - part) ** 3);

  const start = (from, to, duration, show) => {
    stop();
    target = to;
    const begun = performance.now();
    const origin = { k: from.k, x: from.x, y: from.y };
    const step = () => {
      const part = Math.min(1, (performance.now() - begun) / duration);
      if (part < 1) asked = requestAnimationFrame(step);
      else target = null;
      show(part < 1 ? between(origin, to, eased(part)) : to);
    };
    step();
  };

  d3.interrupt = stop; // d3-zoom calls it when a hand is laid on the map

  return Object.freeze({
    start,
    stop,
    between,
    get target() {
      return target;
    },
  });
})();
