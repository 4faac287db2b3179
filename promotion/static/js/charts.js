// Draws the charts of a page from the figures that stand beside them. Nothing is said here that the tables do not say.

"use strict";

const narrow = 480; // px: below, axes say less and the legend takes two lines

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function shared({ language, words, unit, factor, series }) {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const ink = { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    ink,
    axis: {
      axisLabel: { ...ink, color: colour("ink-soft"), hideOverlap: true, formatter: (value) => numbers.format(value / factor) },
      splitLine: { lineStyle: { color: colour("line") } },
    },
    base: {
      backgroundColor: "transparent",
      animation: false,
      textStyle: ink,
      aria: { enabled: true, label: { enabled: true, description: words } },
      legend: { top: 0, left: 0, textStyle: ink, itemWidth: 22, itemHeight: 10 },
      tooltip: {
        renderMode: "richText",
        confine: true,
        trigger: "axis",
        backgroundColor: colour("surface"),
        borderColor: colour("line-strong"),
        textStyle: ink,
        formatter: (points) =>
          [points[0].name, ...points.map((point) => `${point.seriesName}: ${series[point.seriesIndex].texts[point.dataIndex]} ${unit}`)].join("\n"),
      },
    },
  };
}

// Bars of a chain, from the top down; the year before stands hollow beside this one.
function bars(data, width) {
  const { base, axis, ink } = shared(data);
  const look = [{ color: colour("meter") }, { color: "transparent", borderColor: colour("meter"), borderWidth: 1.5, borderType: "dashed" }];
  return {
    ...base,
    grid: { top: 30, left: 4, right: 28, bottom: 4, containLabel: true },
    xAxis: { type: "value", splitNumber: width < narrow ? 2 : 4, ...axis },
    yAxis: { type: "category", inverse: true, data: data.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line-strong") } }, axisLabel: ink },
    series: data.series.map(({ name, values }, place) => ({ type: "bar", name, data: values, itemStyle: look[place], barMaxWidth: 14, barGap: "15%" })),
  };
}

// Lines over the years: each has its own colour, point and stroke.
function lines(data, width) {
  const { base, axis, ink } = shared(data);
  const look = [
    { color: colour("info"), symbol: "circle", type: "solid" },
    { color: colour("meter"), symbol: "rect", type: "dashed" },
    { color: colour("good"), symbol: "triangle", type: "dotted" },
  ];
  return {
    ...base,
    grid: { top: width < narrow ? 56 : 34, left: 4, right: 28, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: data.categories, axisLabel: ink, axisLine: { lineStyle: { color: colour("line-strong") } } },
    yAxis: { type: "value", splitNumber: width < narrow ? 3 : 5, ...axis },
    series: data.series.map(({ name, values }, place) => ({
      type: "line",
      name,
      data: values,
      symbol: look[place].symbol,
      symbolSize: 8,
      itemStyle: { color: look[place].color },
      lineStyle: { color: look[place].color, type: look[place].type, width: 2 },
    })),
  };
}

// Ranges: a bar from the low to the high value, and a point in the middle. Series come as low, high, middle.
function ranges(data, width) {
  const { base, axis, ink } = shared(data);
  const [low, high, middle] = data.series;
  const category = { type: "category", inverse: true, data: data.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line-strong") } }, axisLabel: { ...ink, width: width < narrow ? 110 : 260, overflow: "truncate" } };
  return {
    ...base,
    legend: { ...base.legend, data: [high.name, middle.name], formatter: (name) => (name === high.name ? `${low.name} – ${high.name.toLowerCase()}` : name) },
    grid: { top: 30, left: 4, right: 28, bottom: 4, containLabel: true },
    xAxis: { type: "value", splitNumber: width < narrow ? 2 : 4, ...axis },
    yAxis: category,
    series: [
      { type: "bar", name: low.name, stack: "range", data: low.values, itemStyle: { color: "transparent" }, barMaxWidth: 14 },
      { type: "bar", name: high.name, stack: "range", data: high.values.map((value, place) => value - low.values[place]), itemStyle: { color: colour("meter") }, barMaxWidth: 14 },
      { type: "scatter", name: middle.name, data: middle.values, symbol: "diamond", symbolSize: 12, itemStyle: { color: colour("surface"), borderColor: colour("ink"), borderWidth: 2 } },
    ],
  };
}

const kinds = { bars, lines, ranges };

function draw() {
  document.querySelectorAll("[data-chart]").forEach((figure) => {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const ground = figure.querySelector(".chart-ground");
    figure.hidden = false;
    echarts.getInstanceByDom(ground)?.dispose();
    const drawing = echarts.init(ground, null, { renderer: "svg", locale: data.language === "vi" ? "VI" : "EN" });
    drawing.setOption(kinds[data.kind](data, ground.clientWidth));
  });
}

const resize = () => document.querySelectorAll(".chart-ground").forEach((ground) => echarts.getInstanceByDom(ground)?.resize());

document.addEventListener("htmx:after:swap", draw);
window.addEventListener("resize", resize);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
document.fonts.ready.then(draw);
