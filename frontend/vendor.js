// Copies the few distribution files the pages use from node_modules into
// promotion/static/vendor/<name>-<version>/, each beside its licence, writes
// manifest.json with a SHA-256 per file, and turns the chosen icons into a
// Jinja macro. Run with `npm ci && npm run vendor`; the result is committed.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..");
const target = join(root, "promotion", "static", "vendor");
const iconTemplate = join("templates", "components", "icons.html");

// The name a page asks for, and the drawing that answers.
const ICONS = {
  add: "plus-lg",
  back: "arrow-left",
  bell: "bell",
  building: "building",
  calendar: "calendar3",
  cancel: "x-lg",
  check: "check-lg",
  circle: "circle",
  clock: "clock",
  copy: "copy",
  current: "record-circle",
  delete: "trash3",
  download: "download",
  edit: "pencil",
  error: "exclamation-octagon-fill",
  external: "box-arrow-up-right",
  file: "file-earmark-text",
  filter: "funnel",
  forward: "arrow-right",
  good: "check-circle-fill",
  help: "question-circle",
  history: "clock-history",
  info: "info-circle-fill",
  lock: "lock",
  menu: "list",
  money: "cash-stack",
  next: "chevron-right",
  pause: "pause-circle",
  previous: "chevron-left",
  print: "printer",
  redo: "arrow-counterclockwise",
  search: "search",
  "sign-out": "box-arrow-right",
  "sort-down": "caret-down-fill",
  "sort-none": "chevron-expand",
  "sort-up": "caret-up-fill",
  spreadsheet: "file-earmark-spreadsheet",
  stop: "slash-circle",
  upload: "upload",
  user: "person-circle",
  warning: "exclamation-triangle-fill",
};

const PACKAGES = [
  {
    from: "bootstrap",
    licence: "MIT",
    files: { "dist/css/bootstrap.min.css": "bootstrap.min.css", LICENSE: "LICENSE" },
  },
  {
    from: "htmx.org",
    name: "htmx",
    licence: "0BSD",
    files: { "dist/htmx.min.js": "htmx.min.js", LICENSE: "LICENSE" },
  },
  {
    from: "echarts",
    licence: "Apache-2.0",
    files: {
      "dist/echarts.min.js": "echarts.min.js",
      "i18n/langVI.js": "lang-vi.js",
      LICENSE: "LICENSE",
      NOTICE: "NOTICE",
      "licenses/LICENSE-d3": "LICENSE-d3",
    },
  },
  {
    from: "@fontsource-variable/inter",
    name: "inter",
    licence: "OFL-1.1",
    files: {
      "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
      "files/inter-vietnamese-wght-normal.woff2": "inter-vietnamese.woff2",
      LICENSE: "LICENSE",
    },
  },
  {
    from: "bootstrap-icons",
    licence: "MIT",
    files: Object.fromEntries([
      ["LICENSE", "LICENSE"],
      ...Object.values(ICONS).map((icon) => [`icons/${icon}.svg`, `${icon}.svg`]),
    ]),
  },
];

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

function sorted(entries) {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function copyPackage({ from, name = from, licence, files }) {
  const source = join(here, "node_modules", from);
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const folder = `${name}-${version}`;
  mkdirSync(join(target, folder), { recursive: true });
  const hashes = Object.entries(files).map(([origin, copy]) => {
    cpSync(join(source, origin), join(target, folder, copy));
    return [`${folder}/${copy}`, sha256(join(target, folder, copy))];
  });
  return { name, version, licence, files: sorted(hashes) };
}

// "<svg …>inner</svg>" -> "inner" on one line.
function drawing(icon) {
  const folder = join(here, "node_modules", "bootstrap-icons", "icons");
  const svg = readFileSync(join(folder, `${icon}.svg`), "utf8");
  const inner = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  return inner.replace(/\s*\n\s*/g, "").trim();
}

function writeIconTemplate(version) {
  const lines = Object.entries(ICONS).map(([name, icon]) => `  '${name}': '${drawing(icon)}',`);
  const text = `{# Made by frontend/vendor.js: do not edit, change the list there and run \`npm run vendor\`.
   Drawings: Bootstrap Icons ${version}, MIT, licence in promotion/static/vendor/bootstrap-icons-${version}/LICENSE.

   icon(name, label=None): one drawing in the colour and size of the text around it. It is hidden from
   screen readers unless \`label\` is given. Names: ${Object.keys(ICONS).join(", ")}. #}
{%- set drawings = {
${lines.join("\n")}
} -%}
{%- macro icon(name, label=None) -%}
<svg class="icon icon-{{ name }}" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" focusable="false"
{%- if label %} role="img" aria-label="{{ label }}"{% else %} aria-hidden="true"{% endif %}>{{ drawings[name]|safe }}</svg>
{%- endmacro %}
`;
  mkdirSync(dirname(join(root, iconTemplate)), { recursive: true });
  writeFileSync(join(root, iconTemplate), text);
}

rmSync(target, { recursive: true, force: true });
const packages = PACKAGES.map(copyPackage).sort((a, b) => (a.name < b.name ? -1 : 1));
writeIconTemplate(packages.find(({ name }) => name === "bootstrap-icons").version);
const made = { [iconTemplate]: sha256(join(root, iconTemplate)) };
writeFileSync(join(target, "manifest.json"), `${JSON.stringify({ packages, made }, null, 2)}\n`);
