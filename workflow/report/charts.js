// The charts: each takes the place of its figure's plot on screen.
// Runs after script.js and Vega.

const CHARTS = JSON.parse(document.getElementById("charts").textContent);
const CHART_WORDS = JSON.parse(document.getElementById("chart-words").textContent);

// The policy of the page allows no code made from text: Vega interprets its expressions instead.
const EMBEDDING = {
  ast: true,
  actions: false,
  renderer: "svg",
  config: CHARTS.config,
  defaultStyle: false,
  tooltip: { theme: "custom", disableDefaultStyle: true },
  logLevel: 1, // errors alone
};
const AXES = 48; // pixels below the marks
const NEAR = "600px";

// Tables lie in the page by column, which is smaller than the rows that Vega wants.
function rowsOf(columns) {
  const names = Object.keys(columns);
  return (columns[names[0]] ?? []).map((_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name][row]])),
  );
}

// Cells that are lists hold a value for each of several rows.
function flat(row) {
  const lists = Object.keys(row).filter((name) => Array.isArray(row[name]));
  if (!lists.length) return [row];
  return row[lists[0]].map((_, number) => ({
    ...row,
    ...Object.fromEntries(lists.map((name) => [name, row[name][number]])),
  }));
}

function csvOf(columns) {
  const rows = [Object.keys(columns), ...rowsOf(columns).flatMap(flat).map(Object.values)];
  return csv(rows.map((cells) => cells.map((cell) => String(cell ?? ""))));
}

// A number as page.py writes it: 0.58  −1.5  2.1×10⁻⁷.
function formatted(value) {
  if (typeof value !== "number") return String(value);
  const exponent = Math.floor(Math.log10(Math.abs(value) || 1));
  if (exponent >= -3 && exponent < 5) {
    const digits = Number.isInteger(value) ? 5 : 3;
    return value.toLocaleString("en", { maximumSignificantDigits: digits }).replace("-", "−");
  }
  const power = String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPT[digit]);
  return `${(value / 10 ** exponent).toPrecision(2)}×10${power}`;
}

function addChart(figure) {
  const chart = CHARTS.charts[figure.dataset.chart];
  const { controls, presets } = chart;
  const specification = CHARTS.specifications[chart.name];
  const height = chart.height ?? specification.height;
  const addressOf = (name) => `${figure.dataset.chart}.${name}`;
  const wordOf = (name) => CHART_WORDS[root.lang][name];
  // A value that is a word is shown in the language of the page.
  const textOf = (name, value) =>
    (name === "network" ? chart.networks[value]?.[root.lang === "zh" ? 1 : 0] : wordOf(`${name}_${value}`)) ?? formatted(value);

  // Of each control what was chosen: at first what the address says, or what the scene tells of, or
  // what is worth seeing first.
  const state = {};
  for (const [name, control] of Object.entries(controls)) {
    const valueOf = (text) => control.values.find((candidate) => String(candidate) === text);
    const wanted = new URL(location).searchParams.get(addressOf(name)) ?? "";
    control.value = valueOf(figure.dataset[name]) ?? control.value;
    state[name] = control.kind === "search" ? wanted : valueOf(wanted) ?? control.value;
  }

  const panel = make("div", { className: "controls" });
  // Whoever hears the page gets the words that stand with the marks, not a thousand marks.
  const marks = make("div", { ariaHidden: "true" });
  const place = make("div", { role: "img" }, marks);
  const reading = make("output", { className: "reading" });
  let view, drawing;

  // What the numbers say of the choice: those sentences of which every number is known.
  function read() {
    const matches = (row) => Object.keys(row).every((name) => !(name in state) || row[name] === state[name]);
    const known = { ...state, ...rowsOf(chart.readings).find(matches) };
    for (const { name, expr } of specification.params) if (expr && view) known[name] = view.signal(name);
    const sentences = Object.entries(CHART_WORDS[root.lang])
      .filter(([name]) => name.startsWith(`${chart.name}_reading`))
      .map(([, sentence]) => sentence)
      .filter((text) => [...text.matchAll(/\{(\w+)\}/g)].every(([, name]) => known[name] != null));
    reading.textContent = sentences
      .map((text) => text.replace(/\{(\w+)\}/g, (_, name) => textOf(name, known[name])))
      .join(root.lang === "zh" ? "" : " ");
  }

  async function draw() {
    view?.finalize();
    const words = CHART_WORDS[root.lang];
    const inWords = (_, value) => (value?.[0] === "@" ? words[value.slice(1)] : value);
    const drawn = JSON.parse(JSON.stringify(specification), inWords);
    drawn.height = height;
    drawn.datasets = {};
    for (const [name, columns] of Object.entries(chart.data)) drawn.datasets[name] = rowsOf(columns);
    for (const parameter of drawn.params) parameter.value = state[parameter.name] ?? parameter.value;
    drawn.params.push({ name: "words", value: words });
    ({ view } = await vegaEmbed(marks, drawn, EMBEDDING));
    read();
  }

  const redraw = () => { drawing = drawing?.then(draw); };

  async function choose(changes) {
    Object.assign(state, changes);
    for (const name of Object.keys(changes)) remember(addressOf(name), state[name], controls[name].value);
    show();
    read();
    await drawing;
    if (!view) return;
    for (const name of Object.keys(changes)) view.signal(name, state[name]);
    await view.runAsync();
    read();
  }

  const shows = [];
  const show = () => shows.forEach((show) => show());

  for (const [name, { kind, values }] of Object.entries(controls)) {
    if (kind !== "search" && values.length < 2) continue;
    const label = make("span");
    const input = kind === "select" ? make("select", { dir: "auto" }) : make("input", { type: kind });
    const chosen = make("output", { ariaLive: "off" });
    if (kind === "range") Object.assign(input, { min: 0, max: values.length - 1, step: 1 });
    if (kind === "select") {
      input.append(...values.map((_, value) => make("option", { value })));
    }
    input.name = name;
    write(() => {
      label.textContent = wordOf(name);
      values.forEach((value, number) => {
        if (kind === "select") input.options[number].textContent = textOf(name, value);
      });
    });
    shows.push(() => {
      input.value = kind === "search" ? state[name] : values.indexOf(state[name]);
      if (kind !== "range") return;
      chosen.textContent = input.ariaValueText = formatted(state[name]);
    });
    input.addEventListener("input", () => {
      choose({ [name]: kind === "search" ? input.value : values[input.value] });
    });
    const parts = [make("label", {}, label, " ", input), ...(kind === "range" ? [chosen] : [])];
    panel.append(make("div", {}, ...parts));
  }

  const group = make("div", { role: "group", className: "presets" });
  for (const [name, changes] of Object.entries(presets)) {
    const button = make("button", { type: "button", value: name });
    button.addEventListener("click", () => choose(changes));
    write(() => { button.textContent = wordOf(`preset_${name}`); });
    shows.push(() => {
      button.ariaPressed = Object.keys(changes).every((control) => state[control] === changes[control]);
    });
    group.append(button);
  }
  if (group.children.length) panel.prepend(group);

  write(() => {
    group.ariaLabel = wordOf("presets");
    place.ariaLabel = wordOf(`${chart.name}_alt`);
    read();
    redraw();
  });
  show();

  place.style.minHeight = `${height + AXES}px`;
  const box = make("div", { className: "chart" }, panel, place, reading);
  figure.querySelector(".plot").before(box);
  figure.append(
    download("CSV", () => wordOf("csv"), () => `${figure.dataset.chart}.csv`, "text/csv;charset=utf-8", () =>
      csvOf(Object.values(chart.data)[0]),
    ),
  );
  figure.classList.add("charted");
  return () => { drawing ??= draw(); };
}

const drawings = new Map();
const nearby = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      drawings.get(target)();
    }
  },
  { rootMargin: NEAR },
);
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  drawings.set(figure, addChart(figure));
  nearby.observe(figure);
}
