// What the page can do where scripts run: choose a theme, sort its tables, hand out its data.

const WORDS = {
  theme: "Colours",
  themes: { system: "System", light: "Light", dark: "Dark" },
  csv: (table) => `CSV of the table: ${table}`,
  svg: (figure) => `SVG of the figure: ${figure}`,
};

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// The theme stands in the query of the address, before the anchor: every #link works as without it.
function chosen() {
  const theme = new URL(location).searchParams.get("theme");
  return ["light", "dark"].includes(theme) ? theme : "system";
}

function show(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll(".themes button")) {
    button.ariaPressed = button.value === theme;
  }
}

function remember(theme) {
  const address = new URL(location);
  if (theme === "system") address.searchParams.delete("theme");
  else address.searchParams.set("theme", theme);
  history.replaceState(null, "", address);
}

function addThemes() {
  const buttons = Object.entries(WORDS.themes).map(([theme, name]) => {
    const button = make("button", { type: "button", value: theme }, name);
    button.addEventListener("click", () => {
      show(theme);
      remember(theme); // Last, as a browser may refuse it to a page in a frame.
    });
    return button;
  });
  const group = { className: "themes", role: "group", ariaLabel: WORDS.theme };
  document.querySelector("header").prepend(make("div", group, ...buttons));
  show(chosen());
}

// What each column shows in a row; a cell over several columns stands in the first of them.
function texts(row) {
  return [...row.cells].flatMap((cell) => [
    cell.textContent.replace(/\s+/g, " ").trim(),
    ...Array(cell.colSpan - 1).fill(""),
  ]);
}

// A number at the start of a cell, as page.py writes them: 1,000  −0.31  < 0.001  2.5·10⁻⁵  1e-05.
// The 784 of 784-30-10 is none.
const NUMBER = /^(?:< )?([+−-]?[\d,]*\.?\d+(?:e[+-]?\d+|·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)(?=[\s%]|$)/;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function number(text) {
  const plain = NUMBER.exec(text)?.[1]
    .replaceAll(",", "")
    .replace("·10", "e")
    .replace(/[−⁻]/g, "-")
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => SUPERSCRIPT.indexOf(digit));
  return Number(plain);
}

const words = new Intl.Collator("en", { numeric: true });

// Numbers by size, then words by the alphabet; what has no value, a dash, comes last either way.
function compare(a, b, direction) {
  const kind = (text) => (/[\p{L}\p{N}]/u.test(text) ? (Number.isNaN(number(text)) ? 1 : 0) : 2);
  const difference = kind(a) === 0 ? number(a) - number(b) : words.compare(a, b);
  return kind(a) - kind(b) || direction * difference;
}

const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

function addSorting(table) {
  const [body] = table.tBodies;
  const original = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = make("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    heading.ariaSort = "none";
    button.addEventListener("click", () => {
      const order = NEXT[heading.ariaSort];
      for (const other of headings) other.ariaSort = "none";
      heading.ariaSort = order;
      const direction = { none: 0, ascending: 1, descending: -1 }[order];
      const sorted = original.map((row) => [texts(row)[column], row]);
      if (direction) sorted.sort(([a], [b]) => compare(a, b, direction));
      body.append(...sorted.map(([, row]) => row));
    });
  });
}

// As RFC 4180 has it.
function csv(table) {
  const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [...table.rows].map((row) => texts(row).map(quoted).join(",") + "\r\n").join("");
}

// A figure in the colours that it is shown in, as a file knows nothing of those of the page.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  copy.style.background = "var(--page)";
  const probe = svg.parentElement.appendChild(make("span"));
  const text = new XMLSerializer().serializeToString(copy).replace(/var\([^)]+\)/g, (colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return text;
}

// A button that hands out a file, made when it is asked for.
function download(name, label, file, type, content) {
  const button = make("button", { type: "button", ariaLabel: label }, name);
  button.addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob([content()], { type }));
    make("a", { href, download: file }).click();
  });
  return make("div", { className: "tools" }, button);
}

addThemes();
for (const table of document.querySelectorAll(".scroll table")) {
  const region = table.closest(".scroll");
  const label = WORDS.csv(region.ariaLabel);
  const file = `${region.ariaLabel.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
  addSorting(table);
  region.after(download("CSV", label, file, "text/csv;charset=utf-8", () => csv(table)));
}
for (const figure of document.querySelectorAll("figure")) {
  const svg = figure.querySelector(".plot svg");
  const label = WORDS.svg(figure.id.replace("figure-", ""));
  figure.append(download("SVG", label, `${figure.id}.svg`, "image/svg+xml", () => standalone(svg)));
}
