// What is painted with: fonts, colours, and the sheet that is painted on. Colours are
// named as they are on white paper; for a dark room the brush tones them.
const brush = (() => {
  const family = '"Map Gothic", sans-serif';
  const font = (size, weight, colour) => ({ size, css: `${weight}${size}px ${family}`, colour });
  const fontsOf = (more) => ({
    group: font(13 + more, "bold ", "#173d70"),
    member: font(12 + more, "", "#2b3644"),
    leader: font(14 + more, "bold ", "#17212e"),
  });
  const sizes = [fontsOf(0), fontsOf(4)];
  const colours = {
    tie: "rgba(78, 92, 112, 0.36)",
    tieFaded: "rgba(78, 92, 112, 0.07)",
    tieStrong: "rgba(22, 74, 128, 0.78)",
    ring: "#164a80",
    paper: "#ffffff",
    halo: "rgba(255, 255, 255, 0.92)",
    veil: "rgba(255, 255, 255, 0.6)",
    soft: "#566273",
  };
  // The ground, what is written on it, and grey signs turn over; colours are lightened.
  const turned = new Map([
    ["#ffffff", "#0c141f"],
    ["#f1f3f5", "#2a3c52"],
    ["#1d2836", "#e8eef5"],
    ["#101924", "#0c141f"], // letters on a light sign stay dark
    ["#17212e", "#ffffff"],
    ["#2b3644", "#e3eaf2"],
    ["#173d70", "#b9dbff"],
    ["#566273", "#b7c3d1"],
    ["#164a80", "#8cc4ff"],
    ["#4e5c70", "#b4c1d0"],
    ["#101924", "#0c141f"], // letters on a symbol, whose colour is light here
    ["#dfe4ea", "#2a3c52"],
    ["#00694d", "#5fd3ab"],
    ["#a3260f", "#ff9d85"],
    [colours.halo, "rgba(12, 20, 31, 0.9)"],
    [colours.veil, "rgba(12, 20, 31, 0.66)"],
    [colours.tie, "rgba(180, 196, 214, 0.42)"],
    [colours.tieFaded, "rgba(180, 196, 214, 0.1)"],
    [colours.tieStrong, "rgba(140, 196, 255, 0.9)"],
    ["rgba(78, 92, 112, 0.3)", "rgba(180, 196, 214, 0.4)"],
  ]);
  const light = (parts) => {
    const [r, g, b] = parts.map((one) => (one <= 10 ? one / 3295 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const lightened = (colour) => {
    const parts = (colour.match(/^#(..)(..)(..)$/) ?? []).slice(1).map((one) => parseInt(one, 16));
    if (!parts.length) return colour;
    const mixed = (share) => parts.map((one) => Math.round(one + (255 - one) * share));
    let share = 0.25;
    while (light(mixed(share)) < 0.21) share += 0.05; // 4.5 to 1 against the ground
    return `rgb(${mixed(share).join(", ")})`;
  };
  const onDark = (colour) => {
    if (!turned.has(colour)) turned.set(colour, lightened(colour));
    return turned.get(colour);
  };
  let isDark = false;
  let isPrinting = false;
  const own = dom.id("canvas").getContext("2d");
  const ruler = document.createElement("canvas").getContext("2d");
  let context = own;
  const onPaper = () => !isDark || isPrinting || context !== own;

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
    colours,
    onDark,
    tone: (colour) => (onPaper() ? colour : onDark(colour)),
    // Lines for a projector are heavier, as are letters.
    get heft() {
      return onPaper() ? 1 : 1.6;
    },
    get fonts() {
      return sizes[Number(!onPaper())];
    },
    get isDark() {
      return isDark;
    },
    set isDark(wanted) {
      isDark = wanted;
    },
    set isPrinting(now) {
      isPrinting = now;
    },
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
