// What is painted with: fonts, colours, and the sheet that is painted on.
const brush = (() => {
  const family = '"Map Gothic", sans-serif';
  const fonts = {
    group: { size: 13, css: `bold 13px ${family}`, colour: "#173d70" },
    member: { size: 12, css: `12px ${family}`, colour: "#2b3644" },
    leader: { size: 14, css: `bold 14px ${family}`, colour: "#17212e" },
  };
  const colours = {
    tie: "rgba(78, 92, 112, 0.36)",
    tieFaded: "rgba(78, 92, 112, 0.07)",
    tieStrong: "rgba(22, 74, 128, 0.78)",
    ring: "#164a80",
    paper: "#ffffff",
  };
  const own = dom.id("canvas").getContext("2d");
  const ruler = document.createElement("canvas").getContext("2d");
  let context = own;

  // Paint on another sheet for once.
  const use = (other, action) => {
    context = other;
    try {
      action();
    } finally {
      context = own;
    }
  };

  // Width of a text as the sum of its characters', each measured once: the font has
  // no kerning, and asking the canvas for every possible line is slow.
  const widths = new Map();
  const widthIn = (css) => {
    let known = widths.get(css);
    if (!known) widths.set(css, (known = new Map()));
    return (line) => {
      let total = 0;
      for (const one of line) {
        const character = one >= "一" && one <= "鿿" ? "東" : one; // all as wide
        let width = known.get(character);
        if (width === undefined) {
          ruler.font = css;
          width = ruler.measureText(character).width;
          known.set(character, width);
        }
        total += width;
      }
      return total;
    };
  };

  return Object.freeze({
    family,
    fonts,
    colours,
    use,
    widthIn,
    get isScreen() {
      return context === own;
    },
    get context() {
      return context;
    },
  });
})();
